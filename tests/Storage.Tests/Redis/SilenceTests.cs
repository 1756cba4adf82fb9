using Venueless.Fast.Storage.Redis.Broker;

namespace Venueless.Fast.Storage.Tests.Redis;

public sealed class SilenceTests
{
    private readonly Silence _silence = new();

    [Fact]
    public void Check_NothingComesBack_CountsTheIntervals()
    {
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(_ => _silence.Check(7)));
    }

    [Fact]
    public void Check_NothingIsAwaited_CountsNothing()
    {
        _silence.Check(7);
        _silence.Check(7);

        Assert.Equal([0, 0], Enumerable.Range(0, 2).Select(_ => _silence.Check(0)));
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(_ => _silence.Check(8)));
    }

    [Fact]
    public void Check_AnotherOneIsTheOldest_BeginsAgain()
    {
        _silence.Check(7);
        _silence.Check(7);

        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(_ => _silence.Check(8)));
    }

    [Fact]
    public void Check_MessagesOfOthersCome_BeginsAgain()
    {
        _silence.Check(7);
        _silence.Check(7);
        _silence.NoteMessage();

        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(_ => _silence.Check(7)));
    }

    [Fact]
    public void Check_AMessageIsBeingCarriedOut_CountsWhenItIsDone()
    {
        _silence.Check(7);
        _silence.BeginHandling();
        Assert.Equal([0, 0], Enumerable.Range(0, 2).Select(_ => _silence.Check(7)));

        _silence.EndHandling();

        Assert.Equal([1, 2], Enumerable.Range(0, 2).Select(_ => _silence.Check(7)));
    }
}
