namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_question</c> and <c>core_questionvote</c>, which has no unique constraint.</summary>
internal sealed class QuestionSql(SqlDialect dialect)
{
    // Columns of SqlRows.Question, without the score.
    private const string Columns = "q.id, q.room_id, q.content, q.state, q.answered, q.timestamp, q.is_pinned, q.sender_id";

    /// <summary>Keeps everybody else from changing the question or its votes until the commit. Its votes are read afterwards, by a statement that sees them.</summary>
    public string Lock { get; } = $"SELECT {Columns}, 0 FROM core_question q WHERE q.id = @question AND q.room_id = @room{dialect.ForUpdate}";

    /// <summary>One pin or unpin at a time: each decides by all questions of the room.</summary>
    public string LockRoom { get; } = $"SELECT id FROM core_room WHERE id = @room{dialect.ForUpdate}";

    public string Find { get; } =
        $"SELECT {Columns}, (SELECT COUNT(*) FROM core_questionvote v WHERE v.question_id = q.id) FROM core_question q WHERE q.id = @question";

    public string Insert { get; } =
        """
        INSERT INTO core_question (id, content, state, answered, timestamp, moderator_id, room_id, sender_id, is_pinned)
        VALUES (@question, @content, @state, FALSE, @now, NULL, @room, @sender, FALSE)
        """;

    /// <summary>What is NULL is left alone.</summary>
    public string Update { get; } =
        """
        UPDATE core_question
        SET content = COALESCE(@content, content), state = COALESCE(@state, state),
            answered = CASE @answered WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE answered END,
            is_pinned = CASE @pinned WHEN 1 THEN TRUE WHEN 0 THEN FALSE ELSE is_pinned END,
            moderator_id = @moderator
        WHERE id = @question
        """;

    public string DeleteAllVotes { get; } = "DELETE FROM core_questionvote WHERE question_id = @question";

    public string Delete { get; } = "DELETE FROM core_question WHERE id = @question";

    /// <summary>Through the users, so that one who is gone does not refuse the votes of others.</summary>
    public string InsertVotes { get; } =
        $"""
        INSERT INTO core_questionvote (question_id, sender_id)
        SELECT @question, u.id FROM core_user u
        WHERE {dialect.IsOneOf("u.id", "@users")}
            AND NOT EXISTS (SELECT 1 FROM core_questionvote v WHERE v.question_id = @question AND v.sender_id = u.id)
        """;

    public string DeleteVotes { get; } = $"DELETE FROM core_questionvote WHERE question_id = @question AND {dialect.IsOneOf("sender_id", "@users")}";

    public string Pin { get; } = "UPDATE core_question SET is_pinned = (id = @question) WHERE room_id = @room AND (is_pinned OR id = @question)";

    public string Unpin { get; } = "UPDATE core_question SET is_pinned = FALSE WHERE room_id = @room AND is_pinned";

    public string RoomsWithQuestions { get; } =
        $"SELECT item.value FROM {dialect.ListRows("@rooms")} WHERE EXISTS (SELECT 1 FROM core_question r WHERE r.room_id = item.value)";

    public string ListAll { get; } = List("");

    public string ListShown { get; } = List("AND (q.state = 'visible' OR q.sender_id = @user)");

    private static string List(string condition) =>
        $"""
        SELECT {Columns}, COUNT(v.id), COUNT(CASE WHEN v.sender_id = @user THEN 1 END)
        FROM core_question q LEFT JOIN core_questionvote v ON v.question_id = q.id
        WHERE q.room_id = @room {condition}
        GROUP BY q.id
        ORDER BY q.timestamp, q.id
        """;
}
