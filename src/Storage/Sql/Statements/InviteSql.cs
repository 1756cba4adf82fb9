namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_anonymousinvite</c>.</summary>
internal static class InviteSql
{
    public const string FindRoom =
        "SELECT room_id FROM core_anonymousinvite WHERE world_id = @world AND short_token = @code AND expires >= @now";
}
