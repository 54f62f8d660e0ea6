//! Reads the published schema definition: root fields, their arguments, and where ids stand in them.
//!
//! Reads only what this repository's own generator writes, and stops at anything else.

mod parse;

use std::collections::BTreeMap;

use self::parse::Parser;

/// The schema's types by name.
pub(super) struct Sdl {
    types: BTreeMap<String, Type>,
}

/// One type with fields: an object, an interface or an input object.
#[derive(Default)]
pub(super) struct Type {
    keyword: String,
    implements: Vec<String>,
    pub(super) fields: Vec<Field>,
}

/// A field of a type, or an argument of a field.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) arguments: Vec<Field>,
    /// As written: `[ID!]!`.
    pub(super) ty: String,
    has_default: bool,
}

impl Field {
    /// The type without lists and exclamation marks.
    pub(super) fn named_type(&self) -> &str {
        self.ty.trim_matches(['[', ']', '!'])
    }

    pub(super) fn is_required(&self) -> bool {
        self.ty.ends_with('!') && !self.has_default
    }

    /// Whether it can be asked for without arguments.
    pub(super) fn is_plain(&self) -> bool {
        !self.arguments.iter().any(Self::is_required)
    }
}

impl Sdl {
    pub(super) fn parse(text: &str) -> Self {
        Parser::new(text).document()
    }

    /// The schema that is checked in.
    pub(super) fn checked_in() -> Self {
        Self::parse(include_str!("../../../../../gateway/schema.graphql"))
    }

    pub(super) fn find(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    /// A root field by its full name: `Query.project`.
    pub(super) fn root_field(&self, full_name: &str) -> &Field {
        let (root, name) = full_name.split_once('.').expect("a root field has a root");
        let fields = &self.find(root).expect("the root exists").fields;
        fields
            .iter()
            .find(|field| field.name == name)
            .unwrap_or_else(|| panic!("no field {full_name}"))
    }

    /// All root fields by their full names, in the schema's order.
    pub(super) fn root_fields(&self) -> Vec<String> {
        let of = |root: &str| {
            let fields = self.find(root).map(|ty| ty.fields.as_slice()).unwrap_or_default();
            fields
                .iter()
                .map(|field| format!("{root}.{}", field.name))
                .collect::<Vec<_>>()
        };
        [of("Query"), of("Mutation")].concat()
    }

    /// The types that `node` can give.
    pub(super) fn node_types(&self) -> Vec<&str> {
        let nodes = self
            .types
            .iter()
            .filter(|(_, ty)| ty.implements.iter().any(|name| name == "Node"));
        nodes.map(|(name, _)| name.as_str()).collect()
    }

    /// Where ids stand in a field's arguments, outermost name first; lists are passed through.
    pub(super) fn id_positions(&self, field: &Field) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        self.collect_ids(&field.arguments, &mut Vec::new(), &mut found);
        found
    }

    fn collect_ids(&self, fields: &[Field], path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
        assert!(
            path.len() < 10,
            "input objects that contain themselves need a bound here: {path:?}"
        );
        for field in fields {
            path.push(field.name.clone());
            if field.named_type() == "ID" {
                found.push(path.clone());
            } else if let Some(input) = self.find(field.named_type()).filter(|ty| ty.keyword == "input") {
                self.collect_ids(&input.fields, path, found);
            }
            path.pop();
        }
    }

    /// Everything below a type that opens no other permission, as a selection. `closed` names fields (`Project.documents`)
    /// that do.
    pub(super) fn selection(&self, type_name: &str, closed: &dyn Fn(&str) -> bool) -> String {
        self.selection_within(type_name, closed, 8)
    }

    fn selection_within(&self, type_name: &str, closed: &dyn Fn(&str) -> bool, depth: usize) -> String {
        let Some(ty) = self.find(type_name) else {
            return String::new();
        };
        if ty.keyword == "interface" {
            return " { __typename id }".to_owned();
        }
        let mut names = vec!["__typename".to_owned()];
        for field in &ty.fields {
            if !field.is_plain() || closed(&format!("{type_name}.{}", field.name)) {
                continue;
            }
            assert!(depth > 0, "{type_name} lies too deep");
            let below = self.selection_within(field.named_type(), closed, depth - 1);
            let is_list = field.arguments.iter().any(|argument| argument.name == "first");
            let page = if is_list { "(first: 5)" } else { "" };
            names.push(format!("{}{page}{below}", field.name));
        }
        format!(" {{ {} }}", names.join(" "))
    }
}

#[test]
fn the_reader_finds_ids_in_arguments_lists_and_inputs() {
    let sdl = Sdl::parse(
        r#"
        "A scalar: type." scalar Date @specifiedBy(url: "x")
        """ type Not { id: ID } """
        enum Kind { "type" ONE TWO }
        input Mark { "The \"id\"." enrolmentId: ID! note: String! = "a { b" }
        input Record { sessionId: ID! marks: [Mark!]! = [{note: "x"}] more: [ID!] }
        interface Node { id: ID! }
        type Thing implements Node { id: ID! name(lang: Kind): String! }
        type Query { plain: Thing record(input: Record!, parentId: ID): [Thing!]! @deprecated(reason: "no") }
        directive @skip(if: Boolean!) on FIELD | INLINE_FRAGMENT
        schema { query: Query }"#,
    );
    assert_eq!(sdl.root_fields(), ["Query.plain", "Query.record"]);
    assert_eq!(sdl.node_types(), ["Thing"]);
    let record = sdl.root_field("Query.record");
    let positions: Vec<String> = sdl
        .id_positions(record)
        .iter()
        .map(|path| path.join("."))
        .collect();
    assert_eq!(
        positions,
        [
            "input.sessionId",
            "input.marks.enrolmentId",
            "input.more",
            "parentId"
        ]
    );
    assert_eq!((record.ty.as_str(), record.named_type()), ("[Thing!]!", "Thing"));
    assert_eq!(sdl.selection("Thing", &|_| false), " { __typename id name }");
}
