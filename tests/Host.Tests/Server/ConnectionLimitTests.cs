using Venueless.Fast.Host.Server;

namespace Venueless.Fast.Host.Tests.Server;

public sealed class ConnectionLimitTests
{
    private const string Head = "Limit                     Soft Limit           Hard Limit           Units     \n";

    [Theory]
    [InlineData("Max open files            262144               262144               files     \n", 261644L)]
    [InlineData("Max open files            600                  4096                 files     \n", 300L)]
    [InlineData("Max open files            unlimited            unlimited            files     \n", null)]
    [InlineData("Max processes             10                   10                   processes \n", null)]
    public void Parse_Limits_LeavesAReserve(string line, long? expected) => Assert.Equal(expected, ConnectionLimit.Parse(Head + line));
}
