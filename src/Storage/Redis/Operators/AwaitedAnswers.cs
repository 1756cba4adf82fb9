using Venueless.Fast.Core.Operators;

namespace Venueless.Fast.Storage.Redis.Operators;

/// <summary>The answers to one request, and whose are still missing. Thread-safe.</summary>
internal sealed class AwaitedAnswers(IEnumerable<string> nodes)
{
    private readonly Lock _lock = new();

    // Under _lock.
    private readonly HashSet<string> _missing = new(nodes, StringComparer.Ordinal);
    private readonly Dictionary<string, OperatorAnswer> _answers = new(StringComparer.Ordinal);

    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Every expected node has answered; false when none was expected.</summary>
    public bool IsComplete => _complete.Task.IsCompleted;

    public IReadOnlyList<string> Missing
    {
        get
        {
            lock (_lock)
            {
                return [.. _missing];
            }
        }
    }

    /// <summary>One per node, by its id.</summary>
    public IReadOnlyList<OperatorAnswer> Answers
    {
        get
        {
            lock (_lock)
            {
                return [.. _answers.Values.OrderBy(static answer => answer.Node, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Those of the answers that are errors, by node.</summary>
    public IReadOnlyList<NodeRefusal> Refusals => [.. Answers.Where(static answer => answer.Error is not null).Select(static answer => new NodeRefusal(answer.Node, answer.Error!))];

    /// <summary>Returns when it <see cref="IsComplete"/>, or after this time.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
#pragma warning disable VSTHRD003 // Completed by whoever receives the answers.
            await _complete.Task.WaitAsync(patience, TimeProvider.System, cancellation);
#pragma warning restore VSTHRD003
        }
        catch (TimeoutException)
        {
            // The caller looks at who is missing.
        }
    }

    /// <summary>An answer has come; a node that nobody expected counts as well.</summary>
    public void Add(OperatorAnswer answer)
    {
        lock (_lock)
        {
            _answers[answer.Node] = answer;
            if (_missing.Remove(answer.Node) && _missing.Count == 0)
            {
                _complete.TrySetResult();
            }
        }
    }
}
