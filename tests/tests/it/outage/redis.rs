//! Redis goes away: nobody gets in, everybody is told, and it comes back by itself.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Checkout, health, platform_on, ready_again, told};
use crate::journeys::stage::Centre;
use crate::support::PASSWORD;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_everybody_is_told_within_a_second_and_sessions_come_back_with_it() {
    let checkout = Checkout::new();
    let stack = checkout.start().await;
    let app = platform_on(&stack).await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let coordinator = centre.coordinator().await;
    let viewer = json!({"query": "{ viewer { login } }"});
    let sign_in = json!({
        "query": "mutation($i: SignInInput!) { signIn(input: $i) { token } }",
        "variables": {"i": {"login": centre.login("koordynator"), "password": PASSWORD, "transport": "BEARER"}},
    });

    for crash in [true, false] {
        if crash {
            stack.redis().stop_immediate().await.unwrap();
        } else {
            stack.redis().stop().await.unwrap();
        }
        for _ in 0..3 {
            for (client, body) in [(&coordinator, &viewer), (&app.anonymous(), &sign_in)] {
                let told = told(client, body).await;
                assert_eq!((told.status, told.code.as_str()), (503, "UNAVAILABLE"));
                assert!(told.retry_after.is_some(), "says when to come again");
                assert!(told.took < Duration::from_secs(1), "{:?}", told.took);
            }
        }
        assert_eq!(
            (health(&app, "live").await, health(&app, "ready").await),
            (200, 503)
        );

        stack.redis().start().await.unwrap();
        let took = ready_again(&app).await;
        let back = Instant::now();
        while told(&coordinator, &viewer).await.status != 200 {
            assert!(took + back.elapsed() < super::RECOVERY);
        }
        let me = coordinator.data("{ viewer { login } }", json!({})).await;
        assert_eq!(
            me["viewer"]["login"],
            centre.login("koordynator"),
            "the session outlived Redis"
        );
        app.sign_in(&centre.login("koordynator")).await;
    }
}
