//! Journeys over HTTP, the isolation sweep and the seeds' questions. Everything here is a test: see `tests/it`.
