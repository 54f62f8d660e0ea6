//! Payloads of mutations that give nothing but that they happened.

/// Declares payloads with one flag and the refusals.
macro_rules! outcomes {
    ($($(#[$meta:meta])* $name:ident { $(#[$field_meta:meta])* $field:ident })+) => {$(
        $(#[$meta])*
        #[derive(::async_graphql::SimpleObject)]
        pub(crate) struct $name {
            $(#[$field_meta])*
            $field: bool,
            /// What has to be put right; empty if the mutation happened.
            user_errors: Vec<$crate::graphql::payload::UserError>,
        }

        impl $name {
            /// That it happened, or why not. Failures that nobody can put right go on.
            fn settle<T>(
                scope: &$crate::graphql::scope::Scope,
                answer: ::wsparcie_kernel::CallResult<T>,
            ) -> Result<Self, $crate::graphql::failure::Failure> {
                match answer {
                    Ok(_) => Ok(Self { $field: true, user_errors: Vec::new() }),
                    Err(::wsparcie_kernel::CallError::Refused(problems)) => Ok(Self {
                        $field: false,
                        user_errors: $crate::graphql::payload::UserError::all(problems, scope.locale),
                    }),
                    Err(failure) => Err(failure.into()),
                }
            }
        }
    )+};
}
pub(super) use outcomes;
