//! What the letters say: Polish first, English below. No name of the person written to stands in them.

use serde::{Deserialize, Serialize};

/// A letter ready to go.
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    /// The address it goes to.
    pub(crate) to: String,
    pub(crate) subject: String,
    /// Plain text; lines may be long.
    pub(crate) body: String,
}

/// The letter with an invitation's link.
pub(crate) fn invitation(to: &str, organisation: &str, link: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: "Zaproszenie do systemu Wsparcie / Invitation to Wsparcie".to_owned(),
        body: format!(
            "Dzień dobry,\n\n\
             {organisation} zaprasza do pracy w systemie Wsparcie.\n\
             Otwórz ten odnośnik i ustaw hasło; działa raz, przez 7 dni:\n\n\
             {link}\n\n\
             Jeśli masz już konto o tym adresie, podaj swoje dotychczasowe hasło.\n\
             Jeśli nie spodziewasz się tego zaproszenia, zignoruj tę wiadomość.\n\n\
             ----\n\n\
             Hello,\n\n\
             {organisation} invites you to work in Wsparcie.\n\
             Open the link above and set a password; it works once, for 7 days.\n\
             If you have an account with this address, give the password that it has.\n\
             If you do not expect this invitation, ignore this message.\n"
        ),
    }
}

/// The letter with a link for a new password.
pub(crate) fn password_reset(to: &str, link: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        subject: "Nowe hasło do systemu Wsparcie / New password for Wsparcie".to_owned(),
        body: format!(
            "Dzień dobry,\n\n\
             ktoś poprosił o nowe hasło do Twojego konta w systemie Wsparcie.\n\
             Otwórz ten odnośnik i ustaw je; działa raz, przez 30 minut:\n\n\
             {link}\n\n\
             Jeśli to nie Ty, nic nie rób: hasło się nie zmieni.\n\n\
             ----\n\n\
             Hello,\n\n\
             somebody asked for a new password for your account in Wsparcie.\n\
             Open the link above and set it; it works once, for 30 minutes.\n\
             If it was not you, do nothing: the password stays as it is.\n"
        ),
    }
}
