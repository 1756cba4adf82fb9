namespace Venueless.Fast.LoadTest.Running;

/// <summary>Plays a share of the attendees: in this process or in one of its own. The steps are called once each, in this order.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>The process that it runs in.</summary>
    int ProcessId { get; }

    /// <summary>Called on any thread, about every second while the worker lives.</summary>
    event Action<SecondData>? SecondPassed;

    /// <summary>Connects everybody.</summary>
    /// <param name="start"><see cref="Client.Measuring.Clock"/> at which attendee 0 connects.</param>
    Task JoinAsync(long start);

    /// <summary>The measured phase, and the wait for what is on its way at its end.</summary>
    Task<SentMessages> RunAsync(long start);

    /// <summary>Ends everything.</summary>
    /// <param name="sent">By all workers.</param>
    Task<WorkerResult> SettleAsync(SentMessages sent);
}
