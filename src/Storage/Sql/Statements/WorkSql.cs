namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>fast_work</c>. Times that lie twice as far ahead as a node may set them come from a clock that was wrong, and do not count.</summary>
internal sealed class WorkSql
{
    public string Add { get; } = "INSERT INTO fast_work (name, due) VALUES (@work, @now) ON CONFLICT (name) DO NOTHING";

    public string Find { get; } = "SELECT due, held_until FROM fast_work WHERE name = @work";

    /// <summary>Decides by the row itself: of all who try at once it changes the row for the first one only.</summary>
    public string Take { get; } =
        """
        UPDATE fast_work SET holder = @holder, held_until = @until, due = @next
        WHERE name = @work AND (due <= @now OR due > @bogusDue) AND (held_until IS NULL OR held_until <= @now OR held_until > @bogusHold)
        """;

    public string Renew { get; } = "UPDATE fast_work SET held_until = @until WHERE name = @work AND holder = @holder";

    public string End { get; } = "UPDATE fast_work SET holder = NULL, held_until = NULL WHERE name = @work AND holder = @holder";
}
