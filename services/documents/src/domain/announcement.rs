//! The announcement of a file: what is known before its bytes are there.

use wsparcie_documents_api::{DocumentKind, NewDocument};
use wsparcie_kernel::Problem;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::input::line;

use super::digest::Sha256Digest;
use super::file_name::file_name;
use super::rules::{MAX_SIZE_BYTES, UploadRules};

/// The longest title and the longest file name, in characters.
const MAX_LINE: usize = 200;

/// A file that may be uploaded.
pub(crate) struct Announcement {
    pub(crate) project_id: ProjectId,
    pub(crate) kind: DocumentKind,
    pub(crate) title: String,
    pub(crate) file_name: String,
    pub(crate) media_type: String,
    pub(crate) size_bytes: i64,
    pub(crate) sha256: Sha256Digest,
}

impl Announcement {
    /// Reads the input.
    ///
    /// # Errors
    /// All problems of the input at once.
    pub(crate) fn parse(input: &NewDocument, rules: &UploadRules) -> Result<Self, Vec<Problem>> {
        let title = line(&input.title, MAX_LINE).map_err(|problem| problem.at(&["title"]));
        let file_name = file_name(&input.file_name, MAX_LINE).map_err(|problem| problem.at(&["fileName"]));
        let media_type = media_type(&input.media_type, rules);
        let size_bytes = size(input.size_bytes);
        let sha256 = sha256(&input.sha256);
        match (title, file_name, media_type, size_bytes, sha256) {
            (Ok(title), Ok(file_name), Ok(media_type), Ok(size_bytes), Ok(sha256)) => {
                let &NewDocument { project_id, kind, .. } = input;
                Ok(Self {
                    project_id,
                    kind,
                    title,
                    file_name,
                    media_type,
                    size_bytes,
                    sha256,
                })
            }
            (title, file_name, media_type, size_bytes, sha256) => {
                let problems = [
                    title.err(),
                    file_name.err(),
                    media_type.err(),
                    size_bytes.err(),
                    sha256.err(),
                ];
                Err(problems.into_iter().flatten().collect())
            }
        }
    }
}

fn media_type(given: &str, rules: &UploadRules) -> Result<String, Problem> {
    rules
        .media_types
        .iter()
        .find(|allowed| allowed.eq_ignore_ascii_case(given.trim()))
        .cloned()
        .ok_or_else(|| {
            let allowed = rules.media_types.join(", ");
            Problem::new(
                "MEDIA_TYPE_NOT_ALLOWED",
                format!("plików tego typu nie przyjmujemy; dozwolone typy: {allowed}"),
                format!("files of this type are not taken; allowed types: {allowed}"),
            )
            .at(&["mediaType"])
        })
}

fn size(bytes: i64) -> Result<i64, Problem> {
    let problem = |code, pl, en| Err(Problem::new(code, pl, en).at(&["sizeBytes"]));
    match bytes {
        ..1 => problem(
            "FILE_EMPTY",
            "plik jest pusty; wybierz inny",
            "the file is empty; choose another one",
        ),
        1..=MAX_SIZE_BYTES => Ok(bytes),
        _ => problem(
            "FILE_TOO_LARGE",
            "plik może mieć najwyżej 50 MiB; zmniejsz go albo podziel",
            "a file may have at most 50 MiB; shrink it or split it",
        ),
    }
}

fn sha256(hex: &str) -> Result<Sha256Digest, Problem> {
    Sha256Digest::parse(hex.trim()).ok_or_else(|| {
        Problem::new(
            "SHA256_INVALID",
            "skrót SHA-256 pliku to 64 cyfry szesnastkowe",
            "the file's SHA-256 is 64 hexadecimal digits",
        )
        .at(&["sha256"])
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn input() -> NewDocument {
        NewDocument {
            project_id: ProjectId::from_uuid(Uuid::nil()),
            kind: DocumentKind::Rules,
            title: " Regulamin projektu ".to_owned(),
            file_name: "regulamin.pdf".to_owned(),
            media_type: "Application/PDF".to_owned(),
            size_bytes: MAX_SIZE_BYTES,
            sha256: "AB".repeat(32),
        }
    }

    fn problems(input: &NewDocument) -> Vec<(String, Vec<String>)> {
        let problems = Announcement::parse(input, &UploadRules::default())
            .err()
            .unwrap_or_default();
        problems
            .into_iter()
            .map(|problem| (problem.code, problem.path))
            .collect()
    }

    #[test]
    fn an_announcement_is_kept_in_one_spelling() {
        let announcement = Announcement::parse(&input(), &UploadRules::default()).expect("valid");
        assert_eq!(announcement.title, "Regulamin projektu");
        assert_eq!(announcement.media_type, "application/pdf");
        assert_eq!(announcement.sha256.to_hex(), "ab".repeat(32));
    }

    #[test]
    fn all_problems_are_told_at_once_and_where_they_are() {
        let bad = NewDocument {
            title: String::new(),
            file_name: "a/b".to_owned(),
            media_type: "text/html".to_owned(),
            size_bytes: 0,
            sha256: "12".to_owned(),
            ..input()
        };
        let at = |code: &str, field: &str| (code.to_owned(), vec![field.to_owned()]);
        assert_eq!(
            problems(&bad),
            [
                at("REQUIRED", "title"),
                at("FILE_NAME_IS_PATH", "fileName"),
                at("MEDIA_TYPE_NOT_ALLOWED", "mediaType"),
                at("FILE_EMPTY", "sizeBytes"),
                at("SHA256_INVALID", "sha256"),
            ]
        );
    }

    #[test]
    fn a_file_has_one_byte_to_fifty_mebibytes() {
        for (bytes, code) in [
            (MAX_SIZE_BYTES + 1, "FILE_TOO_LARGE"),
            (i64::MAX, "FILE_TOO_LARGE"),
            (-1, "FILE_EMPTY"),
        ] {
            assert_eq!(
                problems(&NewDocument {
                    size_bytes: bytes,
                    ..input()
                })[0]
                    .0,
                code
            );
        }
        assert!(
            problems(&NewDocument {
                size_bytes: 1,
                ..input()
            })
            .is_empty()
        );
    }

    #[test]
    fn another_media_type_is_a_matter_of_configuration() {
        let rules = UploadRules {
            media_types: vec!["image/webp".to_owned()],
        };
        let webp = NewDocument {
            media_type: "image/webp".to_owned(),
            ..input()
        };
        assert!(Announcement::parse(&webp, &rules).is_ok());
        assert!(Announcement::parse(&input(), &rules).is_err());
    }
}
