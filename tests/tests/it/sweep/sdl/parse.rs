//! Reads the text of a schema definition.

use std::collections::BTreeMap;

use super::{Field, Sdl, Type};

#[derive(Debug, PartialEq)]
enum Token {
    /// A name or a number.
    Word(String),
    /// A description or a default, whatever it says.
    Text,
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("\"\"\"") {
            let (_, behind) = behind.split_once("\"\"\"").expect("a description ends");
            tokens.push(Token::Text);
            rest = behind;
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            tokens.push(Token::Text);
            rest = &rest[end.expect("a text ends") + 2..];
        } else if first == '#' {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if first.is_alphanumeric() || first == '_' {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            if !first.is_whitespace() && first != ',' {
                tokens.push(Token::Mark(first));
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    tokens
}

pub(super) struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    pub(super) fn new(text: &str) -> Self {
        Self {
            tokens: tokens(text),
            at: 0,
        }
    }

    pub(super) fn document(mut self) -> Sdl {
        let mut types = BTreeMap::new();
        while self.at < self.tokens.len() {
            self.skip_text();
            let keyword = self.word();
            match keyword.as_str() {
                "type" | "interface" | "input" => {
                    let name = self.word();
                    let implements = self.implements();
                    let fields = self.fields('{', '}');
                    types.insert(
                        name,
                        Type {
                            keyword,
                            implements,
                            fields,
                        },
                    );
                }
                "enum" | "schema" => {
                    while !self.takes('{') {
                        self.at += 1;
                    }
                    while !self.takes('}') {
                        self.at += 1;
                    }
                }
                "scalar" | "directive" => {
                    while self.at < self.tokens.len() && !self.at_definition() {
                        self.at += 1;
                    }
                }
                other => panic!("the reader of this test does not know {other:?}"),
            }
        }
        Sdl { types }
    }

    /// Whether a definition begins here: a description or a keyword behind a scalar or directive.
    fn at_definition(&self) -> bool {
        const KEYWORDS: [&str; 7] = [
            "type",
            "interface",
            "input",
            "enum",
            "schema",
            "scalar",
            "directive",
        ];
        match (&self.tokens[self.at], self.tokens.get(self.at + 1)) {
            (Token::Text, Some(Token::Word(next)))
            | (Token::Word(next), Some(Token::Word(_) | Token::Mark(_))) => KEYWORDS.contains(&next.as_str()),
            _ => false,
        }
    }

    fn implements(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        while self.tokens[self.at] != Token::Mark('{') {
            if !self.takes('&') {
                names.push(self.word());
            }
        }
        names
    }

    fn fields(&mut self, open: char, close: char) -> Vec<Field> {
        assert!(self.takes(open), "a list of fields begins");
        let mut fields = Vec::new();
        while !self.takes(close) {
            self.skip_text();
            let name = self.word();
            let has_arguments = self.tokens[self.at] == Token::Mark('(');
            let arguments = if has_arguments {
                self.fields('(', ')')
            } else {
                Vec::new()
            };
            assert!(self.takes(':'), "a type follows {name}");
            let ty = self.type_text();
            let has_default = self.takes('=');
            if has_default {
                self.value();
            }
            while self.takes('@') {
                self.word();
                if self.takes('(') {
                    while !self.takes(')') {
                        self.at += 1;
                    }
                }
            }
            fields.push(Field {
                name,
                arguments,
                ty,
                has_default,
            });
        }
        fields
    }

    fn type_text(&mut self) -> String {
        let mut text = String::new();
        loop {
            match &self.tokens[self.at] {
                Token::Mark(mark @ ('[' | ']' | '!')) => text.push(*mark),
                Token::Word(word) if text.is_empty() || text.ends_with('[') => text.push_str(word),
                _ => return text,
            }
            self.at += 1;
        }
    }

    /// Passes over a default value.
    fn value(&mut self) {
        let mut open = 0;
        loop {
            match &self.tokens[self.at] {
                Token::Mark('[' | '{') => open += 1,
                Token::Mark(']' | '}') => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) {
        while self.tokens.get(self.at) == Some(&Token::Text) {
            self.at += 1;
        }
    }

    fn takes(&mut self, mark: char) -> bool {
        let here = self.tokens.get(self.at) == Some(&Token::Mark(mark));
        self.at += usize::from(here);
        here
    }

    fn word(&mut self) -> String {
        let Some(Token::Word(word)) = self.tokens.get(self.at) else {
            panic!("a name is expected at token {}", self.at)
        };
        self.at += 1;
        word.clone()
    }
}
