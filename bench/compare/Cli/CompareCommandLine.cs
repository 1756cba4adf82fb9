using System.CommandLine;
using Venueless.Fast.Compare.Dialects;
using Venueless.Fast.Compare.Load;
using Venueless.Fast.Compare.Peers;
using Venueless.Fast.Compare.Results;
using Venueless.Fast.Compare.Scenarios;
using Venueless.Fast.Compare.Servers;

namespace Venueless.Fast.Compare.Cli;

/// <summary>The commands: one for each scenario, <c>smoke</c>, and hidden <c>peer</c>, with which the program starts itself as one of the servers.</summary>
internal static class CompareCommandLine
{
    private static readonly string[] KeynoteNames = [ServerCatalogue.RawSend, VenuelessServer.ServerName];

    public static RootCommand Create()
    {
        var root = new RootCommand("Our server and others under the same load on this machine: ratios, and the figures behind them.");
        root.Add(FanOut());
        root.Add(Inbound());
        root.Add(Idle());
        root.Add(Latency());
        root.Add(SmokeTest());
        root.Add(Peer());
        return root;
    }

    private static Command FanOut()
    {
        var options = new RunOptions(defaultClients: [1000, 10000]);
        var modes = RunOptions.List("--modes", "Load modes", [.. FanOutMode.All.Select(static mode => mode.Name)]);
        var command = options.AddTo(new Command("fanout", "One message to everybody: CPU per delivery, rates, latencies, losses."));
        command.Add(modes);
        command.SetAction(async (parsed, _) =>
        {
            var names = parsed.GetValue(modes);
            var run = new ComparisonRun(options, parsed, "fanout");
            var roster = await run.PrepareAsync(ServerCatalogue.FanOutNames);
            var messageBytes = await roster.MeasureMessageAsync();
            FanOutMode[] chosen = [.. FanOutMode.All.Where(mode => names is null or [] || names.Contains(mode.Name))];
            var measurements = await FanOutScenario.RunAsync(roster, messageBytes, chosen, run.Options, run.Output);
            await run.FinishAsync(
                measurements,
                LoadReport.Write(measurements, "delivery", "deliveries", FanOutScenario.Limit),
                $"Messages of {messageBytes} bytes, {FanOutRound.Publishers} of the receivers publish in turns.");
            return 0;
        });
        return command;
    }

    private static Command Inbound()
    {
        var options = new RunOptions(defaultClients: [1000]);
        var rate = new Option<int>("--rate") { Description = "Commands per second of each client.", DefaultValueFactory = static _ => 20 };
        var commands = RunOptions.List("--commands", "Commands", Commands.All);
        var command = options.AddTo(new Command("inbound", "Many clients with small commands: CPU per answer."));
        command.Add(rate);
        command.Add(commands);
        command.SetAction(async (parsed, _) =>
        {
            var names = parsed.GetValue(commands);
            var run = new ComparisonRun(options, parsed, "inbound");
            var roster = await run.PrepareAsync(ServerCatalogue.AnswerNames);
            var measurements = await InboundScenario.RunAsync(roster, names is null or [] ? Commands.All : names, parsed.GetValue(rate), run.Options, run.Output);
            await run.FinishAsync(
                measurements,
                LoadReport.Write(measurements, "answer", "answers", static _ => ServerCatalogue.KestrelEcho),
                $"Every client asks {parsed.GetValue(rate)} times a second; the yardstick's answers are as long as ours.");
            return 0;
        });
        return command;
    }

    private static Command Idle()
    {
        var options = new RunOptions(defaultClients: [10000, 15000]);
        var command = options.AddTo(new Command("idle", "Clients that only listen: memory per connection, and what coming in costs."));
        command.SetAction(async (parsed, _) =>
        {
            var run = new ComparisonRun(options, parsed, "idle");
            var roster = await run.PrepareAsync(ServerCatalogue.Names);
            var measurements = await IdleScenario.RunAsync(roster, run.Options, run.Output);
            await run.FinishAsync(
                measurements,
                IdleReport.Write(measurements),
                "Clients of our server have logged in with a user of their own, entered the room, subscribed to and joined its chat; the others' have shaken hands.");
            return 0;
        });
        return command;
    }

    private static Command Latency()
    {
        var options = new RunOptions(defaultClients: [10000]);
        var reactions = new Option<int>("--reactions") { Description = "Reactions per second, our server only.", DefaultValueFactory = static _ => 500 };
        var command = options.AddTo(new Command("latency", "A keynote: 5 messages a second to everybody."));
        command.Add(reactions);
        command.SetAction(async (parsed, _) =>
        {
            var run = new ComparisonRun(options, parsed, "latency");
            var roster = await run.PrepareAsync(KeynoteNames);
            var messageBytes = await roster.MeasureMessageAsync();
            var measurements = await FanOutScenario.RunAsync(roster, messageBytes, [FanOutMode.Keynote], run.Options, run.Output, parsed.GetValue(reactions));
            await run.FinishAsync(
                measurements,
                LoadReport.Write(measurements, "delivery", "deliveries", FanOutScenario.Limit),
                $"Messages of {messageBytes} bytes; our server deals with {parsed.GetValue(reactions)} reactions a second besides.");
            return 0;
        });
        return command;
    }

    private static Command SmokeTest()
    {
        var options = new RunOptions(defaultClients: [20]);
        var command = options.AddTo(new Command("smoke", "Every server in every mode for a moment; ends with 1 when a delivery was wrong."));
        command.SetAction(async (parsed, _) =>
        {
            var faults = await Smoke.RunAsync(options.Read(parsed), Console.Out);
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static Command Peer()
    {
        var kind = new Argument<PeerKind>("kind");
        var port = new Argument<int>("port");
        var command = new Command("peer", "One of the servers.") { kind, port };
        command.Hidden = true;
        command.SetAction((parsed, _) => PeerProgram.RunAsync(parsed.GetValue(kind), parsed.GetValue(port)));
        return command;
    }
}
