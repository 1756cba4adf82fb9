namespace Venueless.Fast.Storage.Sql.Stores;

/// <summary>Times as both databases keep them.</summary>
internal static class StoredTime
{
    /// <summary>What a later read of the time gives: whole microseconds in UTC.</summary>
    public static DateTimeOffset Of(DateTimeOffset value)
    {
        var utc = value.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
