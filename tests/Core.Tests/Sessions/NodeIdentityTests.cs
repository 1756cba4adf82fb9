using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Core.Tests.Sessions;

public sealed class NodeIdentityTests
{
    private readonly NodeIdentity _node = new("0af1", "a.b");

    [Fact]
    public void TryFindConnection_OwnName_GivesTheNumber()
    {
        Assert.True(_node.TryFindConnection(_node.NameOf(17), out var connection));
        Assert.Equal(17, connection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0af1")]
    [InlineData("0af1!")]
    [InlineData("0af1!-1")]
    [InlineData("0af1! 1")]
    [InlineData("0af1!1a")]
    [InlineData("0af12!1")]
    [InlineData("0AF1!1")]
    [InlineData("0af2!1")]
    [InlineData("specific.0af1!1")]
    public void TryFindConnection_OtherName_IsNotOurs(string name) => Assert.False(_node.TryFindConnection(name, out _));

    [Fact]
    public void CreateNew_EveryTime_AnotherHexadecimalId()
    {
        var node = NodeIdentity.CreateNew("a.b");

        Assert.NotEqual(node.Id, NodeIdentity.CreateNew("a.b").Id);
        Assert.Matches("^[0-9a-f]{32}$", node.Id);
    }
}
