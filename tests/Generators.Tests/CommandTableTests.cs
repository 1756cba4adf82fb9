using Venueless.Fast.Generators.Tests.Samples;

namespace Venueless.Fast.Generators.Tests;

public sealed class CommandTableTests
{
    private readonly ServerCommandTable _table = new(new AnyModule(), new RoomModule());

    [Fact]
    public void NameOf_EveryNumber_IsFoundAgain()
    {
        for (var number = 0; number < _table.Count; number++)
        {
            Assert.Equal(number, _table.Find(System.Text.Encoding.UTF8.GetBytes(_table.NameOf(number))));
        }
    }
}
