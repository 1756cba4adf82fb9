namespace Venueless.Fast.Storage.Redis;

/// <summary>What must happen in one step. Works on Redis 4 and later.</summary>
internal static class RedisScripts
{
    /// <summary>KEYS: a version key; ARGV: version, TTL in seconds. Sets it if it is missing, no number or lower; never over <c>deleted</c>.</summary>
    public const string RaiseVersion = """
        local current = redis.call('GET', KEYS[1])
        if current == 'deleted' then return 0 end
        if current and string.match(current, '^%-?%d+$') and tonumber(current) >= tonumber(ARGV[1]) then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
        return 1
        """;

    /// <summary>
    /// KEYS: a user's list of connections, our node's key; ARGV: name, limit (0: none), TTL of the list, TTL of the node, prefix of node keys, our node.
    /// Removes entries of nodes that no longer live, appends the name and returns what exceeds the limit, oldest first.
    /// </summary>
    public const string Register = """
        redis.call('SET', KEYS[2], '1', 'EX', ARGV[4])
        local alive = {[ARGV[6]] = 1}
        local names = {}
        for _, name in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
          local node = string.match(name, '^(%x+)!%d+$')
          if node and not alive[node] then alive[node] = redis.call('EXISTS', ARGV[5] .. node) end
          if node and alive[node] == 0 then redis.call('LREM', KEYS[1], 0, name) else names[#names + 1] = name end
        end
        redis.call('RPUSH', KEYS[1], ARGV[1])
        redis.call('EXPIRE', KEYS[1], ARGV[3])
        local limit = tonumber(ARGV[2])
        local surplus = {}
        if limit > 0 then
          for index = 1, #names + 1 - limit do surplus[index] = names[index] end
        end
        return surplus
        """;

    /// <summary>
    /// KEYS: a user's list of connections; ARGV: name, TTL. Renews the list and puts the name back if it is gone: Redis may have lost its data, or the list
    /// may have expired while nobody could renew it.
    /// </summary>
    public const string Refresh = """
        local found = false
        for _, name in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do found = found or name == ARGV[1] end
        if not found then redis.call('RPUSH', KEYS[1], ARGV[1]) end
        redis.call('EXPIRE', KEYS[1], ARGV[2])
        """;

    /// <summary>KEYS: a set. Removes it and returns what was in it.</summary>
    public const string TakeSet = """
        local members = redis.call('SMEMBERS', KEYS[1])
        redis.call('DEL', KEYS[1])
        return members
        """;

    /// <summary>KEYS: a counter; ARGV: a minimum, a step. Raises the counter to the minimum if it is lower, then by the step.</summary>
    public const string RaiseAndIncrement = """
        local current = tonumber(redis.call('GET', KEYS[1]) or '0')
        if current < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
        return redis.call('INCRBY', KEYS[1], ARGV[2])
        """;

    /// <summary>
    /// KEYS: a room's reactions; ARGV: reaction, unix seconds, highest age of a tick in seconds. Counts one, starts a missing tick; returns 1 if the caller has to take
    /// the counts. Clocks of nodes differ, so a tick far ahead has lost its owner as well.
    /// </summary>
    public const string CountReaction = """
        local isNew = redis.call('HSETNX', KEYS[1], 'tick', ARGV[2])
        redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
        if isNew == 1 then return 1 end
        local age = tonumber(ARGV[2]) - (tonumber(redis.call('HGET', KEYS[1], 'tick')) or 0)
        if math.abs(age) > tonumber(ARGV[3]) then return 1 end
        return 0
        """;

    /// <summary>KEYS: a hash. Removes it and returns its fields, each followed by its value.</summary>
    public const string TakeHash = """
        local fields = redis.call('HGETALL', KEYS[1])
        redis.call('DEL', KEYS[1])
        return fields
        """;

    /// <summary>KEYS: a set of sockets, who ends its membership; ARGV: a member, TTL in seconds. Adds the member; returns who ends the membership now.</summary>
    public const string AddToChannel = """
        redis.call('SADD', KEYS[1], ARGV[1])
        redis.call('EXPIRE', KEYS[1], ARGV[2])
        return redis.call('GET', KEYS[2])
        """;

    /// <summary>
    /// KEYS: a set of sockets, who ends its membership; ARGV: a member, who asks, for how many milliseconds. Removes the member; returns 1 if none is left, and then
    /// who asks ends the membership.
    /// </summary>
    public const string RemoveFromChannel = """
        redis.call('SREM', KEYS[1], ARGV[1])
        if redis.call('SCARD', KEYS[1]) > 0 then return 0 end
        redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
        return 1
        """;

    /// <summary>KEYS: a key; ARGV: its value. Removes it unless it has another one meanwhile.</summary>
    public const string DeleteIfEqual = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
        return 0
        """;
}
