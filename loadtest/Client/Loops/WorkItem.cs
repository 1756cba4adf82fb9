namespace Venueless.Fast.LoadTest.Client.Loops;

/// <summary>Something to run on a loop's thread.</summary>
internal readonly record struct WorkItem(Action<object?> Callback, object? State)
{
    public void Run() => Callback(State);
}
