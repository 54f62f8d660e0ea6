//! The register as a file.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Date, codes};

use super::ExpenseSum;

codes! {
    /// The form of a file.
    pub enum RegisterFormat {
        /// `;`, UTF-8 with BOM, CRLF, decimal comma.
        Csv => "csv", "CSV", "CSV";
        /// A workbook.
        Xlsx => "xlsx", "XLSX (Excel)", "XLSX (Excel)";
    }
}

/// Which part of a register, as what.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ExportRegister {
    /// The project.
    pub project_id: ProjectId,
    /// The first month; any day of it.
    pub from: Date,
    /// The last month; any day of it.
    pub until: Date,
    /// The form.
    pub format: RegisterFormat,
}

/// A register as a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterFile {
    /// What to call it.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// The bytes, in base64.
    pub content: String,
    /// What its rows add up to, and how many there are.
    pub sum: ExpenseSum,
}

impl std::fmt::Debug for RegisterFile {
    /// Without the content: names of contractors are not for logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterFile")
            .field("file_name", &self.file_name)
            .field("sum", &self.sum)
            .finish_non_exhaustive()
    }
}
