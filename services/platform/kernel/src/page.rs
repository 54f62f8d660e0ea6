//! Pages of a list, walked by position and never by number.
//!
//! Every list is sorted by id; ids are `UUIDv7`, so that is the order of creation, and a position is simply the id of the
//! row it stands behind. The gateway signs positions before they leave as opaque cursors.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The most rows a page may hold.
pub const MAX_PAGE_SIZE: u32 = 100;

/// Which page of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// How many rows at the most, 1 to [`MAX_PAGE_SIZE`].
    pub limit: u32,
    /// Only rows behind this position.
    pub after: Option<Uuid>,
    /// Only rows before this position.
    pub before: Option<Uuid>,
    /// Whether the page is the last `limit` rows rather than the first.
    pub backward: bool,
    /// Whether the list is to be counted; a count costs work and is made only when asked for.
    pub with_total: bool,
}

impl PageRequest {
    /// The first `limit` rows.
    pub const fn first(limit: u32) -> Self {
        Self {
            limit,
            after: None,
            before: None,
            backward: false,
            with_total: false,
        }
    }

    /// How many rows to fetch to learn whether there are more: one over the limit.
    pub fn fetch_limit(&self) -> i64 {
        i64::from(self.limit.clamp(1, MAX_PAGE_SIZE)) + 1
    }

    /// The size of the page.
    pub fn size(&self) -> usize {
        self.limit.clamp(1, MAX_PAGE_SIZE) as usize
    }
}

/// One row and its position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge<T> {
    /// The row's position.
    pub cursor: Uuid,
    /// The row.
    pub node: T,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the order of the list whichever way it is walked.
    pub edges: Vec<Edge<T>>,
    /// Whether rows follow this page.
    pub has_next_page: bool,
    /// Whether rows stand before this page.
    pub has_previous_page: bool,
    /// The size of the whole list, if asked for.
    pub total_count: Option<i64>,
}

impl<T> Page<T> {
    /// A page from rows fetched in the direction of the request with [`PageRequest::fetch_limit`].
    ///
    /// Rows of a backward request come last first, as SQL's `order by id desc` gives them.
    pub fn from_fetched(
        request: &PageRequest,
        mut rows: Vec<T>,
        total_count: Option<i64>,
        id: impl Fn(&T) -> Uuid,
    ) -> Self {
        let has_more = rows.len() > request.size();
        rows.truncate(request.size());
        if request.backward {
            rows.reverse();
        }
        let edges = rows
            .into_iter()
            .map(|node| Edge {
                cursor: id(&node),
                node,
            })
            .collect();
        // The Relay specification lets the other direction's flag tell whether the cursor given has rows behind it.
        let (has_next_page, has_previous_page) = if request.backward {
            (request.before.is_some(), has_more)
        } else {
            (has_more, request.after.is_some())
        };
        Self {
            edges,
            has_next_page,
            has_previous_page,
            total_count,
        }
    }

    /// The same page with every row turned into something else.
    pub fn map<U>(self, mut turn: impl FnMut(T) -> U) -> Page<U> {
        Page {
            edges: self
                .edges
                .into_iter()
                .map(|e| Edge {
                    cursor: e.cursor,
                    node: turn(e.node),
                })
                .collect(),
            has_next_page: self.has_next_page,
            has_previous_page: self.has_previous_page,
            total_count: self.total_count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: &u128) -> Uuid {
        Uuid::from_u128(*n)
    }

    #[test]
    fn a_page_tells_whether_rows_follow_without_counting_them() {
        let page = Page::from_fetched(&PageRequest::first(2), vec![1, 2, 3], None, id);
        assert_eq!(page.edges.len(), 2);
        assert!(page.has_next_page && !page.has_previous_page);
        let page = Page::from_fetched(&PageRequest::first(2), vec![1, 2], None, id);
        assert!(!page.has_next_page);
    }

    #[test]
    fn a_backward_page_keeps_the_order_of_the_list() {
        let request = PageRequest {
            backward: true,
            ..PageRequest::first(2)
        };
        let page = Page::from_fetched(&request, vec![9, 8, 7], None, id);
        assert_eq!(page.edges.iter().map(|e| e.node).collect::<Vec<_>>(), [8, 9]);
        assert!(page.has_previous_page && !page.has_next_page);
    }
}
