namespace Venueless.Fast.Storage.Redis;

/// <summary>What must happen in one step. Works on Redis 4 and later.</summary>
internal static class RedisScripts
{
    /// <summary>
    /// KEYS: a version key; ARGV: version, TTL in seconds. Sets it if it is missing, no number or lower; never over <c>deleted</c>, which stays for ever and is set as a
    /// version like others.
    /// </summary>
    public const string RaiseVersion = """
        local current = redis.call('GET', KEYS[1])
        if current == 'deleted' then return 0 end
        if ARGV[1] == 'deleted' then
          redis.call('SET', KEYS[1], ARGV[1])
          return 1
        end
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
    /// KEYS: the counts of connections by label. Removes labels without a sign of life, which is a key of its own behind a colon; returns the others, each followed by its
    /// count.
    /// </summary>
    public const string ListLabels = """
        local living = {}
        local rows = redis.call('HGETALL', KEYS[1])
        for index = 1, #rows, 2 do
          if redis.call('EXISTS', KEYS[1] .. ':' .. rows[index]) == 1 then
            living[#living + 1] = rows[index]
            living[#living + 1] = rows[index + 1]
          else
            redis.call('HDEL', KEYS[1], rows[index])
          end
        end
        return living
        """;

    /// <summary>KEYS: a list. Returns what is in it.</summary>
    public const string ReadList = "return redis.call('LRANGE', KEYS[1], 0, -1)";

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

    /// <summary>
    /// KEYS: a room's users, its announced step; ARGV: user, node, a lower bound of the version, TTL of the step, whether the room must be known, view. Adds the node to the
    /// user's, and the view if there is none. Returns version, whether the user was nowhere before, step, whether the step is new, view, 1; nil if the room is not known.
    /// </summary>
    public const string EnterRoom = """
        if ARGV[5] == '1' and redis.call('HEXISTS', KEYS[1], 'version') == 0 then return false end
        local entry = redis.call('HGET', KEYS[1], ARGV[1])
        local view, nodes = '0', ''
        if entry then view, nodes = string.match(entry, '^(%d+)|(.*)$') end
        local isTurn = nodes == '' and 1 or 0
        local isPresent = 1
        if view == '0' then view = ARGV[6] end
        if not string.find(' ' .. nodes .. ' ', ' ' .. ARGV[2] .. ' ', 1, true) then
          nodes = nodes == '' and ARGV[2] or nodes .. ' ' .. ARGV[2]
        end
        redis.call('HSET', KEYS[1], ARGV[1], view .. '|' .. nodes)
        """ + ChangeOfRoom;

    /// <summary>
    /// The same, but the node is removed; ARGV at the end: whether the node speaks for itself, and then the user's turn counts even if nothing is known of it. Returns
    /// whether the user is nowhere now, and at the end whether it is anywhere.
    /// </summary>
    public const string LeaveRoom = """
        if ARGV[5] == '1' and redis.call('HEXISTS', KEYS[1], 'version') == 0 then return false end
        local entry = redis.call('HGET', KEYS[1], ARGV[1])
        local view, nodes, left = '0', '', ''
        if entry then view, nodes = string.match(entry, '^(%d+)|(.*)$') end
        for node in string.gmatch(nodes, '%S+') do
          if node ~= ARGV[2] then left = left == '' and node or left .. ' ' .. node end
        end
        local isPresent = left == '' and 0 or 1
        local isTurn = left == '' and (nodes ~= '' or ARGV[6] == '1') and 1 or 0
        if left == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], view .. '|' .. left) end
        """ + ChangeOfRoom;

    /// <summary>KEYS: a room's users. Returns what the others do, as if nothing had changed.</summary>
    public const string ReadRoom = """
        local version = redis.call('HGET', KEYS[1], 'version')
        local count = redis.call('HLEN', KEYS[1]) - (version and 1 or 0)
        return {version or '0', 0, count == 0 and 0 or count <= 10 and 1 or 2, 0, '0', 0}
        """;

    /// <summary>
    /// KEYS: a user's read pointers, the mark of a user who is gone; ARGV: channel, event. Sets the pointer, unless the user is gone: a node may have kept it in memory.
    /// </summary>
    public const string SetPointer = """
        if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        return 1
        """;

    /// <summary>KEYS: a user's mark, then keys that are only about the user; ARGV: TTL of the mark in seconds. Removes the keys and sets the mark.</summary>
    public const string ForgetUser = """
        redis.call('SET', KEYS[1], '1', 'EX', ARGV[1])
        for index = 2, #KEYS do redis.call('DEL', KEYS[index]) end
        return 1
        """;

    /// <summary>KEYS: a set. Removes it and returns what was in it.</summary>
    public const string TakeSet = """
        local members = redis.call('SMEMBERS', KEYS[1])
        redis.call('DEL', KEYS[1])
        return members
        """;

    /// <summary>KEYS: a set; ARGV: members. Adds them and returns the numbers, from zero, of those that were not in it.</summary>
    public const string AddToSet = """
        local added = {}
        for index, member in ipairs(ARGV) do
          if redis.call('SADD', KEYS[1], member) == 1 then added[#added + 1] = index - 1 end
        end
        return added
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

    // rooms.md section 6. An empty room is forgotten when nobody can be on the way any more who knows its version.
    private const string ChangeOfRoom = """

        local version = math.max(tonumber(redis.call('HGET', KEYS[1], 'version') or '0') + 1, tonumber(ARGV[3]))
        redis.call('HSET', KEYS[1], 'version', string.format('%.0f', version))
        local count = redis.call('HLEN', KEYS[1]) - 1
        if count == 0 then redis.call('EXPIRE', KEYS[1], 3600) else redis.call('PERSIST', KEYS[1]) end
        local step = count == 0 and 0 or count <= 10 and 1 or 2
        local name = ({'none', 'few', 'many'})[step + 1]
        local known = redis.call('GETSET', KEYS[2], name)
        redis.call('EXPIRE', KEYS[2], ARGV[4])
        return {string.format('%.0f', version), isTurn, step, known == name and 0 or 1, view, isPresent}
        """;
}
