//! The scripts that Redis runs for sessions. Each is one round trip, atomic, and may be run twice.

use std::sync::LazyLock;

use redis::Script;

macro_rules! scripts {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)+) => {$(
        $(#[$meta])*
        pub(super) static $name: LazyLock<Script> = LazyLock::new(|| Script::new($text));
    )+};
}

scripts! {
    PING = "return 1";

    /// Reads a session and lets it live on: key; idle seconds.
    TOUCH = "return redis.call('GETEX', KEYS[1], 'EX', ARGV[1])";

    /// Stores a session in place of an old one: new key, index, old key (or none); value, idle, absolute, new hash, old hash.
    /// An old session that is gone is not replaced: of two changes at once only one gets a token.
    START =
        "if KEYS[3] then
             if redis.call('DEL', KEYS[3]) == 0 then return 0 end
             redis.call('SREM', KEYS[2], ARGV[5])
         end
         redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
         redis.call('SADD', KEYS[2], ARGV[4])
         redis.call('EXPIRE', KEYS[2], ARGV[3])
         return 1";

    /// Ends one session: key, index; hash.
    END = "redis.call('SREM', KEYS[2], ARGV[1]) return redis.call('DEL', KEYS[1])";

    /// A user's live sessions as hash, value and milliseconds left; forgets dead ones: index; prefix of keys.
    LIST =
        "local live = {}
         for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
             local value = redis.call('GET', ARGV[1] .. hash)
             if value then live[#live + 1] = {hash, value, redis.call('PTTL', ARGV[1] .. hash)}
             else redis.call('SREM', KEYS[1], hash) end
         end
         return live";

    /// Ends those sessions of a user of which a field has a value, or all: index; prefix of keys, field or nothing, value,
    /// hash that stays or nothing. How many there were.
    END_MATCHING =
        "local ended = 0
         for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
             local value = redis.call('GET', ARGV[1] .. hash)
             local meant = value and hash ~= ARGV[4]
             if meant and ARGV[2] ~= '' then
                 local ok, stored = pcall(cjson.decode, value)
                 meant = ok and stored[ARGV[2]] == ARGV[3]
             end
             if meant then ended = ended + redis.call('DEL', ARGV[1] .. hash) end
             if meant or not value then redis.call('SREM', KEYS[1], hash) end
         end
         return ended";

    /// Begins a challenge: key; user, account, milliseconds since 1970 when it ends, milliseconds to live.
    CHALLENGE =
        "redis.call('HSET', KEYS[1], 'user', ARGV[1], 'account', ARGV[2], 'ends', ARGV[3], 'tries', 0)
         redis.call('PEXPIRE', KEYS[1], ARGV[4])
         return 1";

    /// Takes one of a challenge's tries: key; now in milliseconds, how many tries there are. User, account and the number of
    /// this try; nothing if the challenge is over. It stays for those whose codes are being looked at: one of them may be right.
    TRY =
        "local found = redis.call('HMGET', KEYS[1], 'user', 'account', 'ends')
         if not found[1] then return {} end
         if tonumber(found[3]) <= tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) return {} end
         if tonumber(redis.call('HGET', KEYS[1], 'tries')) >= tonumber(ARGV[2]) then return {} end
         return {found[1], found[2], tostring(redis.call('HINCRBY', KEYS[1], 'tries', 1))}";

    /// Gives a try back: key.
    GIVE_BACK = "if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HINCRBY', KEYS[1], 'tries', -1) end return 1";

    /// Ends a challenge; whether it was there: key.
    FINISH = "return redis.call('DEL', KEYS[1])";
}
