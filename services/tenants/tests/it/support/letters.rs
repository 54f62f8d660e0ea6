//! Letters that the service wrote into its folder.

use std::os::unix::fs::PermissionsExt;

use super::World;

/// A letter as it lies in the folder.
pub(crate) struct Letter {
    pub(crate) text: String,
    /// The file's mode.
    pub(crate) mode: u32,
}

impl Letter {
    /// The token behind `/<path>#` in the letter.
    pub(crate) fn token(&self, path: &str) -> String {
        let start = format!("{}/{path}#", super::PUBLIC_URL);
        let (_, rest) = self.text.split_once(&start).expect("the letter holds the link");
        rest.split_whitespace().next().unwrap().to_owned()
    }
}

impl World {
    /// Sends what is due, and takes the letters in the folder, oldest first.
    pub(crate) async fn letters(&self) -> Vec<Letter> {
        self.service.send_mails_once().await.expect("mails are sent");
        let Ok(folder) = std::fs::read_dir(self.place.mails()) else {
            return Vec::new();
        };
        let mut files: Vec<_> = folder.map(|file| file.unwrap().path()).collect();
        files.sort();
        files
            .into_iter()
            .map(|file| {
                let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
                let text = std::fs::read_to_string(&file).unwrap();
                std::fs::remove_file(&file).unwrap();
                Letter { text, mode }
            })
            .collect()
    }

    /// The one letter that is due.
    pub(crate) async fn letter(&self) -> Letter {
        let mut letters = self.letters().await;
        assert_eq!(letters.len(), 1);
        letters.remove(0)
    }
}
