//! What each server of a stack does, and that it can be taken away and brought back.

use sqlx::Connection;
use wsparcie_stack::{External, S3Settings, Stack, StackConfig};

use crate::clients;

#[tokio::test]
async fn a_throw_away_stack_serves_postgres_redis_and_s3() {
    let stack = Stack::start(StackConfig::throw_away()).await.unwrap();

    let url = stack.admin_url();
    assert_eq!(
        clients::ask(url, "select lower('ŻÓŁĆ')").await,
        "żółć",
        "letters are Unicode's"
    );
    assert_eq!(
        clients::ask(url, "select max(x) from (values ('Z'), ('a'), ('ą')) t (x)").await,
        "ą"
    );
    assert_eq!(
        clients::ask(url, "select current_setting('max_connections')").await,
        "200"
    );
    assert_eq!(
        clients::ask(url, "select current_setting('listen_addresses')").await,
        "127.0.0.1"
    );
    let (head, tail) = url.split_once("@127").unwrap();
    let (user, _) = head.rsplit_once(':').unwrap();
    let stranger = clients::postgres(&format!("{user}:wrong@127{tail}")).await;
    assert!(
        stranger.unwrap_err().to_string().contains("password"),
        "no one comes in without the password"
    );

    assert_eq!(
        clients::redis_round_trip(stack.redis_url()).await.unwrap(),
        "dzień dobry"
    );
    let nobody = format!("redis://127.0.0.1:{}/", clients::port_of(stack.redis_url()));
    assert!(clients::redis_round_trip(&nobody).await.is_err());

    let s3 = stack.s3();
    clients::put(s3, "a/b.txt", "treść").await.unwrap();
    assert_eq!(clients::get(s3, "a/b.txt").await, "treść");
    let thief = S3Settings {
        secret_key: "guessed".to_owned(),
        ..s3.clone()
    };
    assert!(
        clients::put(&thief, "a/b.txt", "other").await.is_err(),
        "an unsigned request changes nothing"
    );
    assert_eq!(clients::get(s3, "a/b.txt").await, "treść");

    let debug = format!("{stack:?}");
    assert!(
        !debug.contains(&s3.secret_key) && !debug.contains(url),
        "debug output holds no secret"
    );
    stack.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_comes_back_at_its_old_address_with_what_it_acknowledged() {
    let stack = Stack::start(StackConfig::throw_away()).await.unwrap();
    let url = stack.admin_url().to_owned();
    let mut connection = clients::postgres(&url).await.unwrap();
    sqlx::query("create table note (text text)")
        .execute(&mut connection)
        .await
        .unwrap();
    sqlx::query("insert into note values ('kept')")
        .execute(&mut connection)
        .await
        .unwrap();

    stack.postgres().stop_immediate().await.unwrap();
    assert!(connection.ping().await.is_err());
    assert!(clients::postgres(&url).await.is_err());
    stack.postgres().start().await.unwrap();
    assert_eq!(clients::ask(&url, "select text from note").await, "kept");
    stack.postgres().restart().await.unwrap();
    assert_eq!(clients::ask(&url, "select text from note").await, "kept");

    stack.redis().stop().await.unwrap();
    assert!(clients::redis_round_trip(stack.redis_url()).await.is_err());
    stack.redis().start().await.unwrap();
    stack
        .redis()
        .start()
        .await
        .expect("a second start changes nothing");
    assert!(clients::redis_round_trip(stack.redis_url()).await.is_ok());

    clients::put(stack.s3(), "kept", "kept").await.unwrap();
    stack.s3_server().stop().await.unwrap();
    assert!(clients::put(stack.s3(), "kept", "lost").await.is_err());
    stack.s3_server().restart().await.unwrap();
    assert_eq!(clients::get(stack.s3(), "kept").await, "kept");
    stack.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_from_the_environment_is_used_and_never_stopped() {
    let owner = Stack::start(StackConfig::throw_away()).await.unwrap();
    let external = External {
        redis_url: Some(owner.redis_url().to_owned()),
        s3: Some(owner.s3().clone()),
        ..External::default()
    };
    let guest = Stack::start(StackConfig::throw_away().with_external(external))
        .await
        .unwrap();

    assert_eq!((guest.redis_url(), guest.s3()), (owner.redis_url(), owner.s3()));
    assert_ne!(
        guest.admin_url(),
        owner.admin_url(),
        "PostgreSQL was not given, so it is private"
    );
    let refusal = guest.redis().stop().await.unwrap_err().to_string();
    assert_eq!(
        refusal,
        "Redis was given by the environment, so it is not ours to stop or start"
    );
    assert_eq!(
        clients::ask(guest.admin_url(), "select 'side by side'").await,
        "side by side"
    );
    guest.stop().await.unwrap();
    assert!(clients::redis_round_trip(owner.redis_url()).await.is_ok());
    owner.stop().await.unwrap();
}

#[test]
fn a_stack_outlives_the_runtime_that_started_it() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    // Another thread, because the kernel ties a child to the thread that started it.
    let stack = std::thread::spawn(move || {
        runtime()
            .block_on(Stack::start(StackConfig::throw_away()))
            .unwrap()
    })
    .join()
    .unwrap();
    runtime().block_on(async {
        assert_eq!(clients::ask(stack.admin_url(), "select 'alive'").await, "alive");
        assert!(clients::redis_round_trip(stack.redis_url()).await.is_ok());
        assert!(clients::put(stack.s3(), "alive", "alive").await.is_ok());
    });
    drop(stack);
}
