//! What the sweep asks for: each root field, and `node` once for each type. Knows how to write the document; which answers
//! are right is not its business.

use serde_json::Value;
use wsparcie_gateway::FIELD_PERMISSIONS;

use super::cells::{self, Cell, For};
use super::ids;
use super::sdl::{Field, Sdl};

/// One thing to ask for.
pub(super) struct Subject {
    /// For messages: the field, and the type in the case of `node`.
    pub(super) label: String,
    /// `Query.project`.
    pub(super) field: String,
    /// The field whose row in the table of permissions decides.
    pub(super) decided_by: String,
    recipe: Recipe,
}

enum Recipe {
    Cell(Cell),
    Node(String),
}

/// Where an id stands, and whether every organisation has the same things there.
pub(super) struct Position {
    pub(super) path: Vec<String>,
    pub(super) is_shared: bool,
}

impl Subject {
    /// All subjects. `signOut` comes last: nobody can ask for anything behind it.
    ///
    /// # Errors
    /// What is missing or left over: a root field or a type of `node` without a cell, a cell without its field.
    pub(super) fn all(sdl: &Sdl, cells: &[Cell]) -> Result<Vec<Self>, Vec<String>> {
        let fields = sdl.root_fields();
        let mut problems = Vec::new();
        let mut subjects = Vec::new();
        for field in &fields {
            match cells
                .iter()
                .filter(|cell| cell.field == field)
                .copied()
                .collect::<Vec<_>>()[..]
            {
                [cell] => subjects.push(Self::of_cell(cell)),
                [] if field == "Query.node" => {}
                ref found => problems.push(format!("{field} has {} cells", found.len())),
            }
        }
        for cell in cells
            .iter()
            .filter(|cell| !fields.iter().any(|field| field == cell.field))
        {
            problems.push(format!("a cell is for {}, which is gone", cell.field));
        }
        for kind in sdl.node_types() {
            match cells::node_field(kind) {
                Some(decides) if fields.iter().any(|field| field == decides) => {
                    subjects.push(Self::of_node(kind, decides));
                }
                _ => problems.push(format!("Query.node has no cell for {kind}")),
            }
        }
        subjects.sort_by_key(|subject| subject.field == "Mutation.signOut");
        if problems.is_empty() {
            Ok(subjects)
        } else {
            Err(problems)
        }
    }

    fn of_cell(cell: Cell) -> Self {
        let field = cell.field.to_owned();
        Self {
            label: field.clone(),
            decided_by: field.clone(),
            field,
            recipe: Recipe::Cell(cell),
        }
    }

    fn of_node(kind: &str, decides: &str) -> Self {
        Self {
            label: format!("Query.node of {kind}"),
            field: "Query.node".to_owned(),
            decided_by: decides.to_owned(),
            recipe: Recipe::Node(kind.to_owned()),
        }
    }

    /// Valid arguments; `None` if the organisation has nothing to ask for.
    pub(super) async fn arguments(&self, given: For<'_>) -> Option<Value> {
        match &self.recipe {
            Recipe::Cell(cell) => (cell.arguments)(given).await,
            Recipe::Node(kind) => cells::node_arguments(given, kind),
        }
    }

    /// The field's name: `project`.
    pub(super) fn name(&self) -> &str {
        self.field.split_once('.').map_or("", |(_, name)| name)
    }

    pub(super) fn is_mutation(&self) -> bool {
        self.field.starts_with("Mutation.")
    }

    /// Where ids stand in the field's arguments.
    ///
    /// # Errors
    /// Names the positions that the arguments leave empty: those have no cell.
    pub(super) fn positions(&self, sdl: &Sdl, arguments: &Value) -> Result<Vec<Position>, String> {
        let paths = sdl.id_positions(sdl.root_field(&self.field));
        let position = |path: Vec<String>| match ids::get(arguments, &path).map(ids::parts) {
            Some((kind, _)) => Ok(Position {
                path,
                is_shared: kind == "Programme",
            }),
            None => Err(format!(
                "{}: the cell has no id at {}",
                self.label,
                path.join(".")
            )),
        };
        paths.into_iter().map(position).collect()
    }

    /// The document that asks for the field with these arguments as variables, and for everything of the answer that needs no
    /// other permission.
    pub(super) fn document(&self, sdl: &Sdl, arguments: &Value) -> String {
        let field = sdl.root_field(&self.field);
        let given: Vec<&Field> = field
            .arguments
            .iter()
            .filter(|one| arguments.get(&one.name).is_some())
            .collect();
        let listed = |write: &dyn Fn(&Field) -> String| {
            let items: Vec<String> = given.iter().map(|one| write(one)).collect();
            if items.is_empty() {
                String::new()
            } else {
                format!("({})", items.join(", "))
            }
        };
        let variables = listed(&|one| format!("${}: {}", one.name, one.ty));
        let passed = listed(&|one| format!("{}: ${}", one.name, one.name));
        let has_own_row = |name: &str| FIELD_PERMISSIONS.iter().any(|(field, _)| *field == name);
        let selection = sdl.selection(field.named_type(), &has_own_row);
        let operation = if self.is_mutation() { "mutation" } else { "query" };
        format!("{operation}{variables} {{ {}{passed}{selection} }}", self.name())
    }
}
