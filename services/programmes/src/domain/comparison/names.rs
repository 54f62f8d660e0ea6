//! The order of names: Polish letters behind their plain ones, case aside.

/// A key to sort by. Equal keys belong to names that differ in case or marks alone.
pub fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 8);
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ą' => key.push_str("a~"),
            'ć' => key.push_str("c~"),
            'ę' => key.push_str("e~"),
            'ł' => key.push_str("l~"),
            'ń' => key.push_str("n~"),
            'ó' => key.push_str("o~"),
            'ś' => key.push_str("s~"),
            // ź before ż.
            'ź' => key.push_str("z}"),
            'ż' => key.push_str("z~"),
            other => key.push(other),
        }
    }
    key
}
