namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_bbbcall</c> and <c>core_bbbserver</c>.</summary>
internal static class BigBlueButtonSql
{
    public const string FindRecordedCall =
        """
        SELECT id FROM core_bbbcall
        WHERE room_id = @room AND world_id = @world
            AND EXISTS (SELECT 1 FROM core_bbbserver s WHERE s.active AND (s.world_exclusive_id IS NULL OR s.world_exclusive_id = @world))
        """;

    public const string ActiveServers = "SELECT id, url, secret FROM core_bbbserver WHERE active";

    public const string SetCost = "UPDATE core_bbbserver SET cost = @cost WHERE id = @server";
}
