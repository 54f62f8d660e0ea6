//! Random valid documents with every kind of white space and comment between the tokens.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const NAMES: &[&str] = &[
    "a",
    "b",
    "on",
    "query",
    "fragment",
    "true",
    "null",
    "__typename",
    "__schema",
    "_x9",
    "type",
];
const IGNORED: &[&str] = &[
    "",
    "",
    "",
    " ",
    ",",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{feff}",
    "#}\n",
    "# { \" \"\"\" ( \r",
    "#\u{2028}\\\"\r\n",
    " # é\n#\n",
];

#[derive(Debug, Clone)]
enum Node {
    Field {
        head: Vec<String>,
        set: Vec<Node>,
    },
    Inline {
        head: Vec<String>,
        set: Vec<Node>,
    },
    /// Spreads the fragment so many places further on, so that there are no cycles.
    Spread {
        skip: usize,
        directives: Vec<String>,
    },
}

fn words(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

fn name() -> impl Strategy<Value = String> {
    select(NAMES).prop_map(str::to_owned)
}

fn text() -> impl Strategy<Value = String> {
    let pieces = &[
        "a", " ", "#", "{", "}", "(", "\\\"", "\\\\", "\\n", "\\u00e9", "é", "\u{2028}", ",", "\\/", "...",
        "\u{feff}",
    ];
    vec(select(&pieces[..]), 0..6).prop_map(|parts| format!("\"{}\"", parts.concat()))
}

fn block_text() -> impl Strategy<Value = String> {
    let pieces = &[
        "a", " ", "#", "{", "\"x", "\"\"x", "\\\"\"\"", "\\x", "\\\\x", "\n", "\r", "\r\n", "\t", "é",
        "\\uD83D ",
    ];
    vec(select(&pieces[..]), 0..6).prop_map(|parts| format!("\"\"\"{}\"\"\"", parts.concat()))
}

/// A value as tokens.
fn value(variables: bool) -> BoxedStrategy<Vec<String>> {
    let plain = select(
        &[
            "0", "-1", "17", "-0.5", "1e9", "2.5E-3", "true", "false", "null", "ENUM", "on", "tru",
        ][..],
    );
    let plain = plain.prop_map(str::to_owned).boxed();
    let leaf = prop_oneof![3 => plain, 2 => text(), 1 => block_text()].prop_map(|token| vec![token]);
    let leaf = if variables {
        prop_oneof![4 => leaf, 1 => name().prop_map(|name| vec!["$".to_owned(), name])].boxed()
    } else {
        leaf.boxed()
    };
    leaf.prop_recursive(3, 12, 3, |inner| {
        let list = vec(inner.clone(), 0..4)
            .prop_map(|items| [words(&["["]), items.concat(), words(&["]"])].concat());
        let member = (name(), inner).prop_map(|(name, value)| [vec![name, ":".to_owned()], value].concat());
        let object =
            vec(member, 0..3).prop_map(|items| [words(&["{"]), items.concat(), words(&["}"])].concat());
        prop_oneof![list, object]
    })
    .boxed()
}

fn arguments() -> BoxedStrategy<Vec<String>> {
    let one = (name(), value(true)).prop_map(|(name, value)| [vec![name, ":".to_owned()], value].concat());
    let some = vec(one, 1..3).prop_map(|items| [words(&["("]), items.concat(), words(&[")"])].concat());
    prop_oneof![3 => Just(Vec::new()), 1 => some].boxed()
}

fn directives() -> BoxedStrategy<Vec<String>> {
    let one =
        (name(), arguments()).prop_map(|(name, arguments)| [vec!["@".to_owned(), name], arguments].concat());
    prop_oneof![4 => Just(Vec::new()), 1 => vec(one, 1..3).prop_map(|items| items.concat())].boxed()
}

fn field_head() -> impl Strategy<Value = Vec<String>> {
    (proptest::option::of(name()), name(), arguments(), directives()).prop_map(
        |(alias, name, arguments, directives)| {
            let alias = alias.map(|alias| vec![alias, ":".to_owned()]).unwrap_or_default();
            [alias, vec![name], arguments, directives].concat()
        },
    )
}

fn inline_head() -> impl Strategy<Value = Vec<String>> {
    (proptest::option::of(name()), directives()).prop_map(|(on, directives)| {
        let on = on.map(|on| vec!["on".to_owned(), on]).unwrap_or_default();
        [words(&["..."]), on, directives].concat()
    })
}

fn nodes() -> impl Strategy<Value = Vec<Node>> {
    let field = field_head().prop_map(|head| Node::Field {
        head,
        set: Vec::new(),
    });
    let spread = (0..3_usize, directives()).prop_map(|(skip, directives)| Node::Spread { skip, directives });
    let node = prop_oneof![3 => field, 1 => spread].prop_recursive(4, 16, 3, |inner| {
        let set = vec(inner, 1..4);
        prop_oneof![
            (field_head(), set.clone()).prop_map(|(head, set)| Node::Field { head, set }),
            (inline_head(), set).prop_map(|(head, set)| Node::Inline { head, set }),
        ]
    });
    vec(node, 1..4)
}

fn variable_definitions() -> BoxedStrategy<Vec<String>> {
    let types = select(&["Int", "Int!", "[Int]", "[[a!]!]!"][..]);
    // The parser wants directives before the default value, the specification behind it: only one of them at once.
    let extra = prop_oneof![
        Just(Vec::new()),
        value(false).prop_map(|value| [words(&["="]), value].concat()),
        Just(words(&["@", "x", "(", "y", ":", "1", ")"])),
    ];
    let one = (name(), types, extra).prop_map(|(name, of, extra)| {
        [vec!["$".to_owned(), name, ":".to_owned(), of.to_owned()], extra].concat()
    });
    let some = vec(one, 1..3).prop_map(|items| [words(&["("]), items.concat(), words(&[")"])].concat());
    prop_oneof![2 => Just(Vec::new()), 1 => some].boxed()
}

fn render(nodes: &[Node], fragment: usize, fragments: usize, tokens: &mut Vec<String>) {
    tokens.push("{".to_owned());
    for node in nodes {
        match node {
            Node::Field { head, set } | Node::Inline { head, set } => {
                tokens.extend_from_slice(head);
                if !set.is_empty() {
                    render(set, fragment, fragments, tokens);
                }
            }
            Node::Spread { skip, directives } if fragment + skip < fragments => {
                tokens.extend(["...".to_owned(), format!("F{}", fragment + skip)]);
                tokens.extend_from_slice(directives);
            }
            Node::Spread { .. } => tokens.push("leaf".to_owned()),
        }
    }
    tokens.push("}".to_owned());
}

/// The tokens of a valid document: one anonymous operation or up to three named ones, and fragments among them.
fn tokens() -> impl Strategy<Value = Vec<String>> {
    let kind = select(&["query", "mutation", "subscription"][..]);
    let operation = (kind, variable_definitions(), directives(), nodes());
    let fragments = vec((name(), directives(), nodes()), 0..4);
    (vec(operation, 1..4), fragments, any::<bool>(), any::<bool>()).prop_map(
        |(operations, fragments, bare, last)| {
            let (mut first, mut second) = (Vec::new(), Vec::new());
            let named = operations.len() > 1;
            for (index, (kind, variables, directives, nodes)) in operations.iter().enumerate() {
                if named || !bare {
                    first.push((*kind).to_owned());
                    if named || last {
                        first.push(format!("Q{index}"));
                    }
                    first.extend(variables.iter().chain(directives).cloned());
                }
                render(nodes, 0, fragments.len(), &mut first);
            }
            for (index, (on, directives, nodes)) in fragments.iter().enumerate() {
                second.extend([
                    "fragment".to_owned(),
                    format!("F{index}"),
                    "on".to_owned(),
                    on.clone(),
                ]);
                second.extend_from_slice(directives);
                render(nodes, index + 1, fragments.len(), &mut second);
            }
            if last {
                [second, first].concat()
            } else {
                [first, second].concat()
            }
        },
    )
}

/// The text of a valid document.
pub(super) fn valid() -> impl Strategy<Value = String> {
    (tokens(), vec(select(IGNORED), 64)).prop_map(|(tokens, ignored)| {
        let mut text = String::new();
        let mut between = ignored.iter().cycle();
        for token in &tokens {
            let gap = between.next().copied().unwrap_or_default();
            let ends_in_word = text.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_');
            let on = text.ends_with("on") || text.ends_with("on\u{feff}");
            // Words need a gap, quotes may not touch quotes, and no comment may follow `on`.
            let touches = (ends_in_word
                && token.starts_with(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c)))
                || (text.ends_with('"') && token.starts_with('"'));
            match gap {
                _ if on => text.push_str(if gap.contains('#') || gap.is_empty() {
                    " \u{feff},"
                } else {
                    gap
                }),
                "" if touches => text.push(' '),
                _ => text.push_str(gap),
            }
            text.push_str(token);
        }
        text
    })
}
