//! Relay connections: pages of lists, walked by signed cursors.

use std::borrow::Cow;

use async_graphql::{Context, ObjectType, OutputType, SimpleObject, TypeName};
use wsparcie_kernel::page::MAX_PAGE_SIZE;
use wsparcie_kernel::{Page, PageRequest};

use super::failure::Failure;
use super::scope::Scope;

/// Where a page stands in its list.
///
/// Permission: as for the list.
#[derive(SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether rows follow this page.
    has_next_page: bool,
    /// Whether rows stand before this page.
    has_previous_page: bool,
    /// The cursor of the first row; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last row; null on an empty page.
    end_cursor: Option<String>,
}

/// One row of a list and its position.
///
/// Permission: as for the list.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub(crate) struct Edge<T: ObjectType + OutputType> {
    /// The row's position, for `after` and `before`. Opaque; valid for this list of this organisation only.
    cursor: String,
    /// The row.
    node: T,
}

/// One page of a list, oldest rows first.
///
/// Permission: as for the list.
#[derive(SimpleObject)]
#[graphql(name_type)]
pub(crate) struct Connection<T: ObjectType + OutputType> {
    /// The rows with their positions.
    edges: Vec<Edge<T>>,
    /// Where the page stands in the list.
    page_info: PageInfo,
    /// How many rows the whole list has; counted only when this field is asked for.
    total_count: Option<i64>,
}

impl<T: ObjectType + OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", <T as OutputType>::type_name()).into()
    }
}

impl<T: ObjectType + OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <T as OutputType>::type_name()).into()
    }
}

/// The four arguments of a list.
pub(crate) struct Paging {
    pub(crate) first: Option<i64>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i64>,
    pub(crate) before: Option<String>,
}

impl Paging {
    /// The page asked for in the list `field`.
    pub(crate) fn request(
        &self,
        ctx: &Context<'_>,
        scope: &Scope,
        field: &str,
    ) -> Result<PageRequest, Failure> {
        let (count, backward) = match (self.first, self.last) {
            (Some(first), None) => (first, false),
            (None, Some(last)) => (last, true),
            _ => return Err(bad_page()),
        };
        let limit = u32::try_from(count)
            .ok()
            .filter(|n| (1..=MAX_PAGE_SIZE).contains(n))
            .ok_or_else(bad_page)?;
        let position = |cursor: &Option<String>| match cursor {
            None => Ok(None),
            Some(text) => scope
                .signer
                .position(scope.tenant(), field, text)
                .map(Some)
                .ok_or_else(bad_cursor),
        };
        Ok(PageRequest {
            limit,
            after: position(&self.after)?,
            before: position(&self.before)?,
            backward,
            with_total: ctx.look_ahead().field("totalCount").exists(),
        })
    }
}

const fn bad_page() -> Failure {
    Failure::new(
        "BAD_PAGE",
        "podaj albo first, albo last, od 1 do 100",
        "give either first or last, from 1 to 100",
    )
}

const fn bad_cursor() -> Failure {
    Failure::new(
        "INVALID_CURSOR",
        "ten kursor nie pochodzi z tej listy; zacznij od początku",
        "this cursor is not from this list; start from the beginning",
    )
}

impl<T: ObjectType + OutputType> Connection<T> {
    /// A service's page in the schema's words. `field` names the list that the cursors are bound to.
    pub(crate) fn new<U: Into<T>>(scope: &Scope, field: &str, page: Page<U>) -> Self {
        let sign = |position| scope.signer.cursor(scope.tenant(), field, position);
        let edges: Vec<Edge<T>> = page
            .edges
            .into_iter()
            .map(|edge| Edge {
                cursor: sign(edge.cursor),
                node: edge.node.into(),
            })
            .collect();
        let page_info = PageInfo {
            has_next_page: page.has_next_page,
            has_previous_page: page.has_previous_page,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self {
            edges,
            page_info,
            total_count: page.total_count,
        }
    }
}

/// What a page costs in the request's budget: what one row costs, as often as rows are asked for.
///
/// A size that is none costs as one row or as the largest page; the resolver refuses it anyway.
pub(crate) fn page_cost(first: Option<i64>, last: Option<i64>, row: usize) -> usize {
    let rows = first
        .or(last)
        .unwrap_or(1)
        .clamp(1, i64::from(wsparcie_kernel::page::MAX_PAGE_SIZE));
    usize::try_from(rows)
        .unwrap_or(1)
        .saturating_mul(row)
        .saturating_add(1)
}
