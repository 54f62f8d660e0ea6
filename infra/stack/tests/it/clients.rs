//! The real clients that a stack is tried with.

use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use redis::AsyncCommands;
use sqlx::{Connection, PgConnection};
use wsparcie_stack::S3Settings;

/// Connects to PostgreSQL.
pub(crate) async fn postgres(url: &str) -> sqlx::Result<PgConnection> {
    PgConnection::connect(url).await
}

/// One text from PostgreSQL.
pub(crate) async fn ask(url: &str, sql: &'static str) -> String {
    sqlx::query_scalar(sql)
        .fetch_one(&mut postgres(url).await.unwrap())
        .await
        .unwrap()
}

/// Writes a key and reads it back.
pub(crate) async fn redis_round_trip(url: &str) -> redis::RedisResult<String> {
    let client = redis::Client::open(url)?;
    let mut connection = client.get_multiplexed_async_connection().await?;
    let () = connection.set("greeting", "dzień dobry").await?;
    connection.get("greeting").await
}

/// An S3 client that signs with these keys and doesn't try again.
pub(crate) fn s3(settings: &S3Settings) -> Client {
    let keys = Credentials::new(&settings.access_key, &settings.secret_key, None, None, "test");
    let config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(&settings.endpoint)
        .region(Region::new(settings.region.clone()))
        .credentials_provider(keys)
        .force_path_style(true)
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

/// Stores a text.
pub(crate) async fn put(settings: &S3Settings, key: &str, text: &str) -> Result<(), aws_sdk_s3::Error> {
    let body = text.as_bytes().to_vec().into();
    s3(settings)
        .put_object()
        .bucket(&settings.bucket)
        .key(key)
        .body(body)
        .send()
        .await?;
    Ok(())
}

/// Reads a text back.
pub(crate) async fn get(settings: &S3Settings, key: &str) -> String {
    let object = s3(settings)
        .get_object()
        .bucket(&settings.bucket)
        .key(key)
        .send()
        .await
        .unwrap();
    String::from_utf8(object.body.collect().await.unwrap().to_vec()).unwrap()
}

/// Waits until nothing listens on a loopback port; false if something still does after 10 s.
pub(crate) async fn falls_silent(port: u16) -> bool {
    for _ in 0..500 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// The port in an address of ours, which names it after `127.0.0.1:`.
pub(crate) fn port_of(url: &str) -> u16 {
    let (_, after) = url.split_once("127.0.0.1:").unwrap();
    after.split('/').next().unwrap().parse().unwrap()
}
