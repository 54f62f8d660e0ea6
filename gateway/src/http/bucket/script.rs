//! The script that keeps two buckets in step.

use std::sync::LazyLock;

use redis::Script;

/// Refills a client's and its organisation's bucket, then takes points from both or from neither.
///
/// Keys: client, organisation. Arguments: mode, points, client's capacity and rate a second, organisation's capacity and
/// rate. Answers: whether granted, points left in the poorer bucket, milliseconds to wait, points left in each.
///
/// A bucket that has filled up is forgotten: no key is a full bucket. `settle` never refuses and may leave a debt.
pub(super) static BUCKET: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local time = redis.call('TIME')
         local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
         local mode, points = ARGV[1], tonumber(ARGV[2])
         local left, wait, granted = nil, 0, 1
         local lefts = {}
         local buckets = {}
         for i = 1, 2 do
             local capacity, rate = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
             local stored = redis.call('HMGET', KEYS[i], 'points', 'at')
             local held = capacity
             if stored[1] and stored[2] then
                 local passed = math.max(0, now - tonumber(stored[2]))
                 held = math.min(capacity, tonumber(stored[1]) + passed * rate)
             end
             buckets[i] = {capacity, rate, held}
             local needed = math.min(points, capacity)
             if mode == 'charge' and held < needed then
                 granted = 0
                 wait = math.max(wait, (needed - held) / rate)
             end
         end
         for i = 1, 2 do
             local capacity, rate, held = buckets[i][1], buckets[i][2], buckets[i][3]
             if granted == 1 and points ~= 0 then
                 held = math.min(capacity, held - points)
                 redis.call('HSET', KEYS[i], 'points', string.format('%.6f', held), 'at', string.format('%.6f', now))
                 redis.call('EXPIRE', KEYS[i], math.ceil((capacity - held) / rate) + 1)
             end
             lefts[i] = math.floor(held)
             if left == nil or held < left then left = held end
         end
         return {granted, math.floor(left), math.ceil(wait * 1000), lefts[1], lefts[2]}",
    )
});
