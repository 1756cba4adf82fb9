namespace Venueless.Fast.LoadTest.Running;

/// <summary>Which attendees a worker plays: every n-th, so that each worker has chatters and people of all rooms.</summary>
internal sealed record WorkerShare(int Index, int Workers)
{
    public int Count(int clients) => (clients - Index + Workers - 1) / Workers;

    public IEnumerable<int> Numbers(int clients)
    {
        for (var number = Index; number < clients; number += Workers)
        {
            yield return number;
        }
    }
}
