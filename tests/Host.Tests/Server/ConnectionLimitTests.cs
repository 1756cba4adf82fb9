using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Tests.Server;

public sealed class ConnectionLimitTests
{
    private const string Head = "Limit                     Soft Limit           Hard Limit           Units     \n";

    [Theory]
    [InlineData("Max open files            262144               262144               files     \n", 200, 261644L)]
    [InlineData("Max open files            600                  4096                 files     \n", 200, 300L)]
    [InlineData("Max open files            300                  4096                 files     \n", 200, 40L)]
    [InlineData("Max open files            200                  4096                 files     \n", 190, 1L)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", 200, null)]
    [InlineData("Max processes             10                   10                   processes \n", 200, null)]
    public void Parse_Limits_LeavesAReserve(string line, int open, long? expected) => Assert.Equal(expected, ConnectionLimit.Parse(Head + line, open));
}
