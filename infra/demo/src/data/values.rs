//! Values as the data files write them and as the API takes them.

use serde::de::Error;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wsparcie_kernel::Money;

/// A stable code (`people:read`), which inputs of the API take as an enum value (`PEOPLE_READ`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Code(String);

impl Code {
    /// The code as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_uppercase().replace(':', "_"))
    }
}

/// An amount in złoty, `"1249500.00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount(pub(crate) Money);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Money::parse(&text)
            .map(Self)
            .map_err(|problem| D::Error::custom(problem.code()))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("amount", &self.0.to_string())?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_enum_values_and_amounts_become_money() {
        let code: Code = serde_json::from_str("\"people:read\"").unwrap();
        assert_eq!(serde_json::to_string(&code).unwrap(), "\"PEOPLE_READ\"");
        let amount: Amount = serde_json::from_str("\"1249500.00\"").unwrap();
        assert_eq!(
            serde_json::to_string(&amount).unwrap(),
            "{\"amount\":\"1249500.00\"}"
        );
        assert!(serde_json::from_str::<Amount>("\"1 249 500\"").is_err());
    }
}
