//! The permission matrix as a page: who may do what, and which field of the API asks for it.

use std::fmt::Write;

use wsparcie_kernel::permission::TABLE;
use wsparcie_kernel::{Role, Scope};

/// The page, as checked in at `docs/permissions.md`.
pub fn matrix() -> String {
    let mut page = String::from(
        "# Who may do what\n\nWritten by `make permissions`; CI fails if it is out of date. What a cell allows is still bounded by \
         the tenant: each organisation sees its own rows only.\n\n## Roles\n\n| resource | action |",
    );
    for role in Role::ALL {
        let _ = write!(page, " {} |", role.code());
    }
    page.push_str("\n|---|---|");
    page.push_str(&"---|".repeat(Role::ALL.len()));
    for row in TABLE {
        let _ = write!(page, "\n| {} | {} |", row.resource.code(), row.action.code());
        for role in Role::ALL {
            page.push_str(if row.roles.contains(role) { " yes |" } else { " |" });
        }
    }
    page.push_str("\n\n## Scopes of API clients\n\n| resource | action |");
    for scope in Scope::ALL {
        let _ = write!(page, " {} |", scope.code());
    }
    page.push_str("\n|---|---|");
    page.push_str(&"---|".repeat(Scope::ALL.len()));
    for row in TABLE.iter().filter(|row| !row.scopes.is_empty()) {
        let _ = write!(page, "\n| {} | {} |", row.resource.code(), row.action.code());
        for scope in Scope::ALL {
            page.push_str(if row.scopes.contains(scope) {
                " yes |"
            } else {
                " |"
            });
        }
    }
    page.push_str("\n\n## Fields of the API\n\n| field | needs |\n|---|---|\n");
    for (field, needs) in wsparcie_gateway::permission_rows() {
        let _ = writeln!(page, "| {field} | {needs} |");
    }
    page
}
