using Venueless.Fast.Compare.Load;

namespace Venueless.Fast.Bench.Tests.Compare;

public sealed class MessageBookTests
{
    private const int Receivers = 70;

    private readonly MessageBook _book = new(firstNumber: 5, Receivers);

    [Fact]
    public void Deliver_LastReceiver_ReturnsTheSlot()
    {
        var number = _book.Begin(sentAt: 1000, slot: 3);

        for (var client = 0; client < Receivers - 1; client++)
        {
            Assert.Null(_book.Deliver(number, client, 1500));
        }

        Assert.Equal(3, _book.Deliver(number, Receivers - 1, 3000));
        Assert.Equal((Receivers, 0, 0, 0), (_book.Deliveries, _book.Missing, _book.Duplicates, _book.UnderWay));
        Assert.Equal(2000, _book.Latency.Max);
    }

    [Fact]
    public void Deliver_TwiceToOne_CountsADuplicateAndMissesTheOthers()
    {
        var number = _book.Begin(sentAt: 0, slot: 0);

        _book.Deliver(number, 66, 0);
        _book.Deliver(number, 66, 0);

        Assert.Equal((1, Receivers - 1, 1), (_book.Deliveries, _book.Missing, _book.Duplicates));
    }

    [Fact]
    public void Deliver_AgainAfterEverybodyHasIt_CountsADuplicate()
    {
        var number = _book.Begin(sentAt: 0, slot: 0);
        for (var client = 0; client < Receivers; client++)
        {
            _book.Deliver(number, client, 0);
        }

        _book.Deliver(number, 0, 0);

        Assert.Equal(1, _book.Duplicates);
    }

    [Fact]
    public void Deliver_AfterReuseOfTheBits_CountsAnew()
    {
        for (var message = 0; message < 3; message++)
        {
            var number = _book.Begin(sentAt: 0, slot: message);
            for (var client = 0; client < Receivers; client++)
            {
                _book.Deliver(number, client, 0);
            }
        }

        Assert.Equal((3 * Receivers, 0, 0), (_book.Deliveries, _book.Missing, _book.Duplicates));
    }

    [Fact]
    public void Deliver_OfAnEarlierPhase_IsIgnored()
    {
        _book.Begin(sentAt: 0, slot: 0);

        Assert.Null(_book.Deliver(4, 0, 0));
        Assert.Equal((0, Receivers, 0), (_book.Deliveries, _book.Missing, _book.Duplicates));
    }
}
