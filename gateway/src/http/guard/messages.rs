//! The guard's sentences, Polish and English. Nothing here knows why a request was refused beyond the error's fields.

use super::error::{GuardCode as C, GuardError, Part, SyntaxProblem as S};

/// Polish, then English. `{limit}` stands for the limit.
const fn sentences(code: C) -> (&'static str, &'static str) {
    match code {
        C::BodyTooLarge => (
            "treść żądania ma więcej niż {limit} bajtów; podziel ją na mniejsze żądania",
            "the request body has more than {limit} bytes; split it into smaller requests",
        ),
        C::InvalidUtf8 => (
            "treść żądania nie jest tekstem UTF-8; zakoduj ją w UTF-8",
            "the request body is not UTF-8 text; encode it in UTF-8",
        ),
        C::InvalidJson => (
            "treść żądania nie jest poprawnym JSON-em; popraw ją we wskazanym miejscu",
            "the request is not valid JSON; correct it at the place shown",
        ),
        C::JsonTooDeep => (
            "JSON jest zagnieżdżony głębiej niż {limit} poziomów; spłaszcz dane",
            "the JSON is nested more than {limit} levels deep; flatten the data",
        ),
        C::TooManyJsonTokens => (
            "JSON ma więcej niż {limit} kluczy i wartości; wyślij dane w kilku żądaniach",
            "the JSON has more than {limit} keys and values; send the data in several requests",
        ),
        C::DuplicateKey => (
            "obiekt JSON zawiera dwa razy ten sam klucz; zostaw jeden",
            "a JSON object has the same key twice; keep one",
        ),
        C::UnpairedSurrogate => (
            "sekwencja \\u zawiera połowę pary zastępczej; zapisz cały znak",
            "a \\u escape holds half of a surrogate pair; write the whole character",
        ),
        C::NulCharacter => (
            "tekst zawiera znak U+0000, którego nie można zapisać; usuń go",
            "a text holds the character U+0000, which cannot be stored; remove it",
        ),
        C::BatchNotSupported => (
            "lista żądań nie jest obsługiwana; wyślij jedno żądanie jako obiekt JSON",
            "a list of requests is not supported; send one request as a JSON object",
        ),
        C::RequestNotAnObject => (
            "treść żądania musi być obiektem JSON z polem „query”",
            "the request body has to be a JSON object with \"query\"",
        ),
        C::QueryMissing => (
            "brakuje pola „query”; podaj w nim dokument GraphQL",
            "\"query\" is missing; put the GraphQL document into it",
        ),
        C::QueryNotAString => ("pole „query” musi być tekstem", "\"query\" has to be a string"),
        C::OperationNameNotAString => (
            "pole „operationName” musi być tekstem albo null",
            "\"operationName\" has to be a string or null",
        ),
        C::VariablesNotAnObject => (
            "pole „variables” musi być obiektem JSON albo null",
            "\"variables\" has to be a JSON object or null",
        ),
        C::ExtensionsNotAnObject => (
            "pole „extensions” musi być obiektem JSON albo null",
            "\"extensions\" has to be a JSON object or null",
        ),
        C::DocumentTooLarge => (
            "dokument GraphQL ma więcej niż {limit} bajtów; przenieś dane do zmiennych albo podziel go",
            "the GraphQL document has more than {limit} bytes; move data into variables or split it",
        ),
        C::TooManyTokens => (
            "dokument GraphQL ma więcej niż {limit} symboli; przenieś dane do zmiennych albo podziel go",
            "the GraphQL document has more than {limit} tokens; move data into variables or split it",
        ),
        C::BracketsTooDeep => (
            "nawiasy w dokumencie są zagnieżdżone głębiej niż {limit} poziomów; spłaszcz dokument",
            "the document's brackets are nested more than {limit} levels deep; flatten the document",
        ),
        C::Syntax => ("błąd składni GraphQL", "GraphQL syntax error"),
        other => document_sentences(other),
    }
}

const fn document_sentences(code: C) -> (&'static str, &'static str) {
    match code {
        C::OperationMissing => (
            "dokument nie zawiera operacji; dodaj query albo mutation",
            "the document has no operation; add a query or a mutation",
        ),
        C::TooManyOperations => (
            "dokument zawiera więcej niż {limit} operacji; wyślij tylko potrzebną",
            "the document has more than {limit} operations; send only the one needed",
        ),
        C::DuplicateOperation => (
            "dwie operacje mają tę samą nazwę; zmień jedną z nich",
            "two operations share a name; rename one of them",
        ),
        C::AnonymousOperationNotAlone => (
            "operacja bez nazwy musi być jedyną operacją; nazwij ją",
            "an operation without a name has to be the only one; name it",
        ),
        C::OperationNameRequired => (
            "dokument zawiera kilka operacji; wskaż jedną w polu „operationName”",
            "the document has several operations; choose one in \"operationName\"",
        ),
        C::OperationNotFound => (
            "dokument nie zawiera operacji o nazwie podanej w „operationName”; popraw nazwę albo ją pomiń",
            "the document has no operation of the name in \"operationName\"; correct or omit it",
        ),
        C::TooManyFragments => (
            "dokument zawiera więcej niż {limit} fragmentów; usuń zbędne",
            "the document has more than {limit} fragments; remove some",
        ),
        C::DuplicateFragment => (
            "dwa fragmenty mają tę samą nazwę; zmień jeden z nich",
            "two fragments share a name; rename one of them",
        ),
        C::UnknownFragment => (
            "dokument używa fragmentu, którego nie definiuje; dodaj go albo popraw nazwę",
            "the document spreads a fragment that it does not define; add it or correct the name",
        ),
        C::FragmentCycle => (
            "fragment zawiera sam siebie; przerwij pętlę",
            "a fragment spreads itself; break the cycle",
        ),
        C::TooManyVariables => (
            "operacja ma więcej niż {limit} zmiennych; zbierz je w obiekty",
            "the operation has more than {limit} variables; group them into objects",
        ),
        C::SelectionTooDeep => (
            "pola są zagnieżdżone głębiej niż {limit} poziomów (po rozwinięciu fragmentów); zadaj dwa zapytania",
            "fields are nested more than {limit} levels deep (fragments expanded); ask in two queries",
        ),
        C::NestingTooDeep => (
            "wybory pól są zagnieżdżone głębiej niż {limit} poziomów (po rozwinięciu fragmentów); spłaszcz fragmenty",
            "selection sets are nested more than {limit} levels deep (fragments expanded); flatten the fragments",
        ),
        C::TooManyAliases => (
            "operacja ma więcej niż {limit} aliasów (po rozwinięciu fragmentów); zadaj kilka zapytań albo użyj listy",
            "the operation has more than {limit} aliases (fragments expanded); ask in several queries or for a list",
        ),
        C::TooManyDirectives => (
            "operacja ma więcej niż {limit} dyrektyw (po rozwinięciu fragmentów); usuń zbędne",
            "the operation has more than {limit} directives (fragments expanded); remove some",
        ),
        C::TooManyRootFields => (
            "operacja ma więcej niż {limit} pól głównych (po rozwinięciu fragmentów); wyślij kilka żądań",
            "the operation has more than {limit} root fields (fragments expanded); send several requests",
        ),
        C::TooManyFields => (
            "dokument prosi o więcej niż {limit} pól (po rozwinięciu fragmentów); poproś o mniej",
            "the document asks for more than {limit} fields (fragments expanded); ask for fewer",
        ),
        C::ExpansionTooLarge => (
            "dokument ma po rozwinięciu fragmentów więcej niż {limit} symboli; przenieś argumenty do zmiennych",
            "the document has more than {limit} tokens once fragments are expanded; move arguments into variables",
        ),
        _ => ("żądanie jest niepoprawne", "the request is not valid"),
    }
}

const fn syntax_sentences(problem: S) -> (&'static str, &'static str) {
    match problem {
        S::UnexpectedCharacter => ("niedozwolony znak", "unexpected character"),
        S::UnexpectedToken => ("nieoczekiwany symbol", "unexpected token"),
        S::UnexpectedEnd => ("dokument kończy się za wcześnie", "the document ends too early"),
        S::UnterminatedString => (
            "tekst nie kończy się w swoim wierszu; dodaj \"",
            "a string does not end on its line; add \"",
        ),
        S::UnterminatedBlockString => (
            "tekst blokowy nie kończy się; dodaj \"\"\"",
            "a block string does not end; add \"\"\"",
        ),
        S::BadEscape => ("nieznana sekwencja po \\", "unknown escape after \\"),
        S::BadNumber => ("niepoprawna liczba", "malformed number"),
        S::EmptyBrackets => (
            "puste nawiasy; dodaj element albo je usuń",
            "empty brackets; add an item or remove them",
        ),
        S::CommentAfterOn => (
            "usuń komentarz między „on” a typem",
            "remove the comment between \"on\" and the type",
        ),
        S::KeywordPrefix => (
            "wartość nie może zaczynać się od true, false ani null; użyj zmiennej",
            "a value's name must not begin with true, false or null; use a variable",
        ),
    }
}

pub(super) fn polish(error: &GuardError) -> String {
    let place = match error.place {
        Some((Part::Body, at)) => format!(" (JSON: wiersz {}, kolumna {})", at.line, at.column),
        Some((Part::Document, at)) => format!(" (wiersz {}, kolumna {})", at.line, at.column),
        None => String::new(),
    };
    sentence(
        error,
        sentences(error.code).0,
        error.syntax.map(|problem| syntax_sentences(problem).0),
    ) + &place
}

pub(super) fn english(error: &GuardError) -> String {
    let place = match error.place {
        Some((Part::Body, at)) => format!(" (JSON: line {}, column {})", at.line, at.column),
        Some((Part::Document, at)) => format!(" (line {}, column {})", at.line, at.column),
        None => String::new(),
    };
    sentence(
        error,
        sentences(error.code).1,
        error.syntax.map(|problem| syntax_sentences(problem).1),
    ) + &place
}

fn sentence(error: &GuardError, template: &str, syntax: Option<&str>) -> String {
    let text = match error.limit {
        Some(limit) => template.replace("{limit}", &limit.to_string()),
        None => template.to_owned(),
    };
    match syntax {
        Some(problem) => format!("{text}: {problem}"),
        None => text,
    }
}
