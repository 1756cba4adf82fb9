using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Core.Tests.Sessions;

namespace Venueless.Fast.Core.Tests.Operators;

public sealed class OperatorDeskTests : INodeStatistics, IWorldNotices
{
    private readonly SessionHarness _harness = new();
    private readonly OperatorDesk _desk;
    private readonly List<(WorldId World, UserId? User)> _reloaded = [];

    public OperatorDeskTests()
    {
        var services = _harness.Services;
        _desk = new OperatorDesk(
            services.Node, services.Sessions, new ConnectionOrders(services.Node, services.Sessions, services.Topics, NullLogger<ConnectionOrders>.Instance), this, this);
    }

    public ValueTask ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation = default)
    {
        _reloaded.Add((world, user));
        return ValueTask.CompletedTask;
    }

    private string Label => _harness.Services.Node.Label;

    public NodeStatistics Read() => new()
    {
        Node = "n",
        Label = "ü\n",
        Clock = 12,
        Connections = 3,
        Authenticated = 2,
        MessagesOut = 5,
        SlowCloses = 1,
        CommandTimes = [0, 4, 0],
    };

    [Fact]
    public void Answer_Statistics_SurviveTheWay()
    {
        var read = Answer(new OperatorRequest("1", OperatorQuestion.Statistics)).Statistics!;

        Assert.Equal(Read() with { CommandTimes = read.CommandTimes }, read);
        Assert.Equal([0, 4, 0], read.CommandTimes);
    }

    [Fact]
    public void Answer_RequestOfEveryKind_SurvivesTheWay()
    {
        foreach (var question in Enum.GetValues<OperatorQuestion>())
        {
            var request = new OperatorRequest("ü\"7", question, Label: "a\n*", Connection: "x!1", Sender: "s");

            Assert.Equal(request, OperatorRequest.TryParse(request.ToUtf8(), out _, out var sender, out _));
            Assert.Equal("s", sender);
        }
    }

    [Fact]
    public void Answer_RequestOfAnotherVersion_IsAnErrorForWhoeverAsks()
    {
        var answer = _desk.Answer("""{"version":2,"id":"7","do":"list","sender":"s"}"""u8.ToArray(), out var sender);

        Assert.Equal(("7", "s"), (answer.Id, sender));
        Assert.NotNull(answer.Error);
    }

    [Fact]
    public void TryParse_AnswerOfAnotherVersion_IsARefusal()
    {
        var answer = OperatorAnswer.TryParse("""{"version":2,"id":"7","node":"n","count":9,"names":[]}"""u8.ToArray())!;

        Assert.Equal(("7", "n", 0), (answer.Id, answer.Node, answer.Count));
        Assert.Contains("version 2", answer.Error, StringComparison.Ordinal);
        Assert.Null(OperatorAnswer.TryParse("""{"version":2,"node":"n"}"""u8.ToArray()));
    }

    [Fact]
    public void Answer_OrderForAnotherLabel_ReachesNobody()
    {
        Assert.Equal(0, Answer(OperatorRequest.ForLabel(OperatorAction.Drop, "other")).Count);
        Assert.Equal(0, Answer(OperatorRequest.ForConnection(OperatorAction.Drop, "other!1")).Count);
        Assert.Equal(0, Answer(OperatorRequest.ForConnection(OperatorAction.Reload, _harness.Services.Node.NameOf(long.MaxValue))).Count);
        Assert.Empty(Answer(new OperatorRequest("1", OperatorQuestion.Names, Label: "other")).Names);
        Assert.Equal(Label, Answer(new OperatorRequest("1", OperatorQuestion.List)).Label);
    }

    [Fact]
    public async Task Answer_SameOrderTwice_IsCarriedOutOnceAndAnsweredTwice()
    {
        var (session, connection) = await _harness.OpenAsync();
        connection.Take();
        OperatorRequest[] orders =
        [
            OperatorRequest.ForLabel(OperatorAction.Reload, Label),
            OperatorRequest.ForConnection(OperatorAction.Reload, _harness.Services.Node.NameOf(session.Connection.Id)),
        ];

        foreach (var order in orders)
        {
            Assert.Equal(1, Answer(order).Count);
            Assert.Equal(1, Answer(order).Count);
            Assert.Equal(["""["connection.reload",{}]"""], connection.Take());
        }

        Assert.Null(connection.Closed);
    }

    [Fact]
    public async Task Answer_MoreOrdersThanAreRemembered_TheOldestIsForgotten()
    {
        var (_, connection) = await _harness.OpenAsync();
        var first = OperatorRequest.ForLabel(OperatorAction.Reload, Label);
        Answer(first);
        for (var order = 0; order < 1024; order++)
        {
            Answer(OperatorRequest.ForLabel(OperatorAction.Reload, "other"));
        }

        connection.Take();
        Answer(first);

        Assert.Single(connection.Take());
    }

    [Fact]
    public void Answer_ReloadOfAWorldOrOneUser_IsPassedOn()
    {
        var user = Guid.NewGuid();

        Assert.Null(Answer(new OperatorRequest("1", OperatorQuestion.ReloadWorld, World: "w")).Error);
        Assert.Null(Answer(new OperatorRequest("2", OperatorQuestion.ReloadWorld, World: "w", User: user)).Error);
        Assert.Equal("A world is missing.", Answer(new OperatorRequest("3", OperatorQuestion.ReloadWorld, User: user)).Error);

        Assert.Equal([(new WorldId("w"), null), (new WorldId("w"), new UserId(user))], _reloaded);
    }

    [Fact]
    public async Task Answer_DropOfOne_ClosesItWithoutAMessage()
    {
        var (session, connection) = await _harness.OpenAsync();
        connection.Take();
        Assert.Equal([_harness.Services.Node.NameOf(session.Connection.Id)], Answer(new OperatorRequest("1", OperatorQuestion.Names, Label: Label)).Names);

        Assert.Equal(1, Answer(OperatorRequest.ForConnection(OperatorAction.Drop, _harness.Services.Node.NameOf(session.Connection.Id))).Count);

        Assert.Equal(CloseReason.Normal, connection.Closed);
        Assert.Empty(connection.Take());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":\"1\",\"id\":\"7\",\"do\":\"list\"}")]
    [InlineData("{\"version\":1,\"id\":\"7\"}")]
    [InlineData("[[[[[[]]]]]]")]
    public void Answer_NoRequest_IsAnError(string text) => Assert.NotNull(_desk.Answer(Encoding.UTF8.GetBytes(text), out _).Error);

    private OperatorAnswer Answer(OperatorRequest request) => OperatorAnswer.TryParse(_desk.Answer(request.ToUtf8(), out _).ToUtf8())!;
}
