namespace Venueless.Fast.Host.Server;

/// <summary>A stop within the operator's time.</summary>
internal static class TimedStop
{
    // Of the shutdown time: until when the writers have to be done. The rest is what the process itself needs to end.
    private const double Share = 0.97;

    // However little time the operator gives: the writers get that much.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>False: the time was up, or something was not written; the log says what.</summary>
    /// <param name="stopping">Ends with what was acknowledged and is lost, in words; nothing as a rule.</param>
    public static async Task<bool> RunAsync(Task<IReadOnlyList<string>> stopping, TimeSpan limit, ILogger logger)
    {
        try
        {
            // The process's own time: stopping must end even when nobody moves a fake clock, and when a store never answers.
            var time = limit * Share;
#pragma warning disable VSTHRD003 // Begun for us; ends without us.
            var lost = await stopping.WaitAsync(time < Least ? Least : time, TimeProvider.System);
#pragma warning restore VSTHRD003
            if (lost.Count > 0)
            {
                ServerLog.NotWritten(logger, string.Join(", ", lost));
                return false;
            }

            ServerLog.Stopped(logger);
            return true;
        }
        catch (TimeoutException)
        {
            ServerLog.StopTimedOut(logger, limit.TotalSeconds);
            return false;
        }
    }
}
