//! The one style sheet and the one script, under addresses that change with their content, so that browsers keep them.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

/// A file that every page may use.
pub(crate) struct Asset {
    content: &'static str,
    media_type: &'static str,
    name: String,
    /// The address, from the root.
    pub(crate) href: String,
}

/// The style sheet.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "wsparcie",
        "css",
        "text/css; charset=utf-8",
        include_str!("assets/wsparcie.css"),
    )
});

/// The script. Every page works without it, see docs/pages.md.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        "wsparcie",
        "js",
        "text/javascript; charset=utf-8",
        include_str!("assets/wsparcie.js"),
    )
});

impl Asset {
    fn new(stem: &str, extension: &str, media_type: &'static str, content: &'static str) -> Self {
        let digest = Sha256::digest(content.as_bytes());
        let hash = digest.iter().take(8).fold(String::new(), |mut hash, byte| {
            hash.push(char::from(HEX[usize::from(byte >> 4)]));
            hash.push(char::from(HEX[usize::from(byte & 15)]));
            hash
        });
        let name = format!("{stem}.{hash}.{extension}");
        Self {
            content,
            media_type,
            href: format!("/assets/{name}"),
            name,
        }
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

/// `GET /assets/{name}`.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = [&*STYLE, &*SCRIPT].into_iter().find(|asset| asset.name == name) else {
        // Also for a file of another version: a cache must not keep today's content under yesterday's name.
        let mut missing = Response::new(Body::empty());
        *missing.status_mut() = StatusCode::NOT_FOUND;
        return missing;
    };
    let mut response = Response::new(Body::from(asset.content));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    response
}
