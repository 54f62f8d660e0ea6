//! A request's body that has to arrive in time: whole, without long pauses, and not byte by byte.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::ConnectionLimits;

/// The body's rate is looked at from this age on.
const GRACE: Duration = Duration::from_secs(1);

/// Why a body was given up.
#[derive(Debug, thiserror::Error)]
#[error("the body arrives too slowly")]
pub(crate) struct BodyTooSlow;

/// A body under a watch. Nothing is timed before it is first read.
pub(crate) struct TimedBody {
    inner: Body,
    limits: ConnectionLimits,
    /// Since when it is being read, and the end of its time.
    watch: Option<Watch>,
}

struct Watch {
    began: Instant,
    alarm: Pin<Box<Sleep>>,
    arrived: u64,
}

impl TimedBody {
    pub(crate) fn new(inner: Body, limits: &ConnectionLimits) -> Self {
        Self {
            inner,
            limits: limits.clone(),
            watch: None,
        }
    }
}

impl HttpBody for TimedBody {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        let now = Instant::now();
        let pause = this.limits.body_pause;
        let watch = this.watch.get_or_insert_with(|| Watch {
            began: now,
            alarm: Box::pin(tokio::time::sleep(pause)),
            arrived: 0,
        });
        match Pin::new(&mut this.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                watch.arrived += u64::try_from(bytes).unwrap_or(u64::MAX);
                let age = now.saturating_duration_since(watch.began);
                let due = age.saturating_sub(GRACE).as_secs() * this.limits.body_rate;
                if age > this.limits.body_timeout || watch.arrived < due {
                    return Poll::Ready(Some(Err(BodyTooSlow.into())));
                }
                let end = watch.began + this.limits.body_timeout;
                watch.alarm.as_mut().reset(end.min(now + pause));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => watch
                .alarm
                .as_mut()
                .poll(context)
                .map(|()| Some(Err(BodyTooSlow.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
