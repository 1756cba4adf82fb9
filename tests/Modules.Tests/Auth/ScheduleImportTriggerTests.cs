using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;
using Venueless.Fast.Modules.Auth;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>auth-and-users.md section 2, step 10.</summary>
public sealed class ScheduleImportTriggerTests
{
    [Fact]
    public async Task Logins_OfAWorldWithAConferenceTool_StartOneImportPer300Seconds()
    {
        var imports = new Imports();
        var node = new TestNode();
        node.LoginSteps.Add(new ScheduleImportTrigger(new LocalScheduleImportGate(node.Time), imports));
        node.Worlds.Put(Sample.World(config: """, "pretalx": {"conftool": true}"""));

        await node.LogInAsync("""{"client_id": "a"}""");
        node.Time.Advance(TimeSpan.FromSeconds(299));
        await node.LogInAsync("""{"client_id": "b"}""");
        Assert.Equal([Sample.WorldId], imports.Requested);

        node.Time.Advance(TimeSpan.FromSeconds(1));
        await node.LogInAsync("""{"client_id": "a"}""");
        Assert.Equal([Sample.WorldId, Sample.WorldId], imports.Requested);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "pretalx": {"conftool": false}""")]
    [InlineData(""", "pretalx": {"conftool": ""}""")]
    [InlineData(""", "pretalx": []""")]
    public async Task Logins_OfOtherWorlds_StartNone(string config)
    {
        var imports = new Imports();
        var node = new TestNode();
        node.LoginSteps.Add(new ScheduleImportTrigger(new LocalScheduleImportGate(node.Time), imports));
        node.Worlds.Put(Sample.World(config: config));

        await node.LogInAsync("""{"client_id": "a"}""");

        Assert.Empty(imports.Requested);
    }

    [Fact]
    public async Task Gate_IsPerWorld()
    {
        var gate = new LocalScheduleImportGate(TimeProvider.System);

        Assert.True(await gate.TryEnterAsync(new WorldId("a")));
        Assert.True(await gate.TryEnterAsync(new WorldId("b")));
        Assert.False(await gate.TryEnterAsync(new WorldId("a")));
    }

    private sealed class Imports : IScheduleImports
    {
        public List<WorldId> Requested { get; } = [];

        public void Request(WorldId world) => Requested.Add(world);
    }
}
