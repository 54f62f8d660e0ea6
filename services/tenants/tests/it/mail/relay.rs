//! A mail relay on loopback: as much SMTP as a sender needs, and refusals on demand.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail that the relay took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) data: String,
}

/// A relay that listens until it is dropped.
pub(crate) struct Relay {
    pub(crate) port: u16,
    mails: Arc<Mutex<Vec<Taken>>>,
    listening: JoinHandle<()>,
}

impl Relay {
    /// A relay that answers the first recipients with these refusals and takes the rest.
    pub(crate) async fn start(refusals: Vec<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mails = Arc::new(Mutex::new(Vec::new()));
        let refusals = Arc::new(Mutex::new(refusals));
        let listening = tokio::spawn({
            let mails = Arc::clone(&mails);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(talk(stream, Arc::clone(&mails), Arc::clone(&refusals)));
                }
            }
        });
        Self {
            port,
            mails,
            listening,
        }
    }

    /// The mails it took.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.mails.lock().unwrap().clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn talk(stream: TcpStream, mails: Arc<Mutex<Vec<Taken>>>, refusals: Arc<Mutex<Vec<&'static str>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = Taken::default();
    let mut in_data = false;
    write.write_all(b"220 relay\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = if in_data {
            if line != "." {
                mail.data.push_str(&line);
                mail.data.push('\n');
                continue;
            }
            in_data = false;
            mails.lock().unwrap().push(std::mem::take(&mut mail));
            "250 taken"
        } else if let Some(from) = line.strip_prefix("MAIL FROM:") {
            mail.from = from.split(' ').next().unwrap().to_owned();
            "250 ok"
        } else if let Some(to) = line.strip_prefix("RCPT TO:") {
            mail.to = to.to_owned();
            let mut refusals = refusals.lock().unwrap();
            if refusals.is_empty() {
                "250 ok"
            } else {
                refusals.remove(0)
            }
        } else if line == "DATA" {
            in_data = true;
            "354 go on"
        } else if line.starts_with("EHLO") {
            "250 relay"
        } else if line == "QUIT" {
            "221 bye"
        } else {
            "250 ok"
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}
