namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on polls, their options and votes.</summary>
internal sealed class PollSql(SqlDialect dialect)
{
    // Columns of PollRow.
    private const string Columns = "p.id, p.room_id, p.content, p.state, p.timestamp, p.is_pinned, p.cached_results";

    // Columns of PollOptionRow: how many votes, and how many of them are the user's.
    private const string OptionColumns = """o.poll_id, o.id, o.content, o."order", COUNT(v.id), COUNT(CASE WHEN v.sender_id = @user THEN 1 END)""";

    private const string OptionsWithVotes = $"SELECT {OptionColumns} FROM core_polloption o LEFT JOIN core_pollvote v ON v.option_id = o.id";

    /// <summary>Keeps everybody else from changing the poll, its options or its votes until the commit; those are read afterwards.</summary>
    public string Lock { get; } = $"SELECT {Columns} FROM core_poll p WHERE p.id = @poll AND p.room_id = @room{dialect.ForUpdate}";

    /// <summary>One pin or unpin at a time: each decides by all polls of the room.</summary>
    public string LockRoom { get; } = $"SELECT id FROM core_room WHERE id = @room{dialect.ForUpdate}";

    public string Options { get; } = $"""{OptionsWithVotes} WHERE o.poll_id = @poll GROUP BY o.id ORDER BY o."order", o.id""";

    public string OptionIds { get; } = "SELECT id FROM core_polloption WHERE poll_id = @poll";

    public string Insert { get; } =
        $"""
        INSERT INTO core_poll (id, content, state, poll_type, timestamp, is_pinned, cached_results, room_id)
        VALUES (@poll, @content, @state, @type, @now, FALSE, {dialect.Json("@results")}, @room)
        """;

    public string InsertOption { get; } = """INSERT INTO core_polloption (id, "order", content, poll_id) VALUES (@option, @order, @content, @poll)""";

    /// <summary>What is NULL is left alone, but for the results.</summary>
    public string Update { get; } =
        $"""
        UPDATE core_poll
        SET content = COALESCE(@content, content), state = COALESCE(@state, state), poll_type = COALESCE(@type, poll_type),
            is_pinned = CASE @pinned WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE is_pinned END,
            cached_results = {dialect.Json("@results")}
        WHERE id = @poll
        """;

    /// <summary>What is NULL is left alone.</summary>
    public string UpdateOption { get; } =
        """UPDATE core_polloption SET content = COALESCE(@content, content), "order" = COALESCE(@order, "order") WHERE id = @option""";

    public string DeleteVotesOfOptions { get; } = $"DELETE FROM core_pollvote WHERE {dialect.IsOneOf("option_id", "@options")}";

    public string DeleteOptions { get; } = $"DELETE FROM core_polloption WHERE {dialect.IsOneOf("id", "@options")}";

    public string Delete { get; } = "DELETE FROM core_poll WHERE id = @poll";

    public string DeleteVotes { get; } =
        $"""
        DELETE FROM core_pollvote
        WHERE {dialect.IsOneOf("sender_id", "@users")} AND option_id IN (SELECT id FROM core_polloption WHERE poll_id = @poll)
        """;

    /// <summary>Through the users, so that one who is gone does not refuse the votes of others.</summary>
    public string InsertVotes { get; } = $"INSERT INTO core_pollvote (option_id, sender_id) SELECT @option, id FROM core_user WHERE {dialect.IsOneOf("id", "@users")}";

    public string Pin { get; } = "UPDATE core_poll SET is_pinned = (id = @poll) WHERE room_id = @room AND (is_pinned OR id = @poll)";

    public string Unpin { get; } = "UPDATE core_poll SET is_pinned = FALSE WHERE room_id = @room AND is_pinned";

    public string RoomsWithPolls { get; } =
        $"SELECT item.value FROM {dialect.ListRows("@rooms")} WHERE EXISTS (SELECT 1 FROM core_poll r WHERE r.room_id = item.value)";

    public string ListAll { get; } = $"SELECT {Columns} FROM core_poll p WHERE p.room_id = @room ORDER BY p.timestamp, p.id";

    public string ListShown { get; } =
        $"SELECT {Columns} FROM core_poll p WHERE p.room_id = @room AND p.state IN ('open', 'closed') ORDER BY p.timestamp, p.id";

    public string OptionsOfRoom { get; } =
        $"""
        {OptionsWithVotes}
        WHERE o.poll_id IN (SELECT id FROM core_poll WHERE room_id = @room)
        GROUP BY o.id
        ORDER BY o."order", o.id
        """;

    public string Voted { get; } =
        """
        SELECT DISTINCT p.id
        FROM core_pollvote v JOIN core_polloption o ON o.id = v.option_id JOIN core_poll p ON p.id = o.poll_id
        WHERE v.sender_id = @user AND p.room_id = @room
        """;
}
