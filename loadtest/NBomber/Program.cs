// The scenarios of the load suite as NBomber scenarios, for those who collect their results there: the same attendees on the same event loop, but NBomber starts them,
// times their steps and writes its own reports. Usage: dotnet run -c Release --project loadtest/NBomber -- <scenario> <ws://…/ws/world/…/> [clients] [seconds]

using NBomber.Contracts;
using NBomber.CSharp;
using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.WebSockets;
using Venueless.Fast.LoadTest.Running;
using Venueless.Fast.LoadTest.Scenarios;
using Scenario = NBomber.CSharp.Scenario;

var entry = ScenarioCatalogue.All.FirstOrDefault(entry => entry.Name == args.ElementAtOrDefault(0));
if (entry is null || args.Length < 2)
{
    Console.Error.WriteLine($"Usage: <{string.Join('|', ScenarioCatalogue.All.Select(static entry => entry.Name))}> <url> [clients] [seconds]");
    return 2;
}

var options = entry.Defaults with
{
    Url = args[1],
    Clients = args.Length > 2 ? int.Parse(args[2]) : entry.Defaults.Clients,
    Duration = args.Length > 3 ? double.Parse(args[3]) : entry.Defaults.Duration,
    Run = Random.Shared.Next(),
};
var target = await WebSocketTarget.ResolveAsync(new Uri(options.Url));
using var loop = EventLoop.Start();
var crowd = new Crowd(loop, target, options, new WorkerShare(0, 1));
var taken = -1;

var scenario = Scenario.Create(entry.Name, PlayAsync)
    .WithoutWarmUp()
    // One iteration is one attendee's whole visit.
    .WithLoadSimulations(Simulation.IterationsForConstant(copies: options.Clients, iterations: options.Clients));
NBomberRunner.RegisterScenarios(scenario).Run();
return 0;

async Task<IResponse> PlayAsync(IScenarioContext context)
{
    var attendee = crowd.Attendees[Interlocked.Increment(ref taken) % options.Clients];
    await Task.Delay(TimeSpan.FromMilliseconds(attendee.Number * options.Rampup));
    var joined = await StepAsync(context, "join", () => JoinAsync(attendee));
    if (joined.IsError)
    {
        return joined;
    }

    var end = DateTime.UtcNow.AddSeconds(options.Duration);
    if (options.Scenario == "reconnect-storm")
    {
        await loop.InvokeAsync(() => Do(attendee.Vanish));
        await Task.Delay(1000);
        return await StepAsync(context, "rejoin", () => JoinAsync(attendee));
    }

    if (options.Scenario == "slow-consumers" && attendee.Number >= options.Clients * (1 - options.Share))
    {
        await Task.Delay(TimeSpan.FromSeconds(options.Duration / 2));
        await loop.InvokeAsync(() => Do(attendee.StopReading));
    }
    else if (attendee.Number < options.Chatters && options.Rate > 0)
    {
        // Each chatter's share of the rate; the due time does not move when a reply is late.
        var interval = TimeSpan.FromSeconds(options.Chatters / options.Rate);
        for (var due = DateTime.UtcNow + (interval * attendee.Number / options.Chatters); due < end; due += interval)
        {
            await Task.Delay(due > DateTime.UtcNow ? due - DateTime.UtcNow : TimeSpan.Zero);
            await StepAsync(context, options.Scenario == "qa-and-polls" ? "question.ask" : "chat.send", () => WriteAsync(attendee));
        }
    }
    else if (options.Scenario == "keynote" && options.BurstEvery > 0 && Random.Shared.NextDouble() < options.Share)
    {
        for (; DateTime.UtcNow.AddSeconds(options.BurstEvery) < end;)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.BurstEvery - 1 + (2 * Random.Shared.NextDouble())));
            await StepAsync(context, "room.react", () => CallAsync(attendee, "room.react", $$"""{"room":"{{attendee.Visit!.Room.Id}}","reaction":"👏"}"""));
        }
    }

    await Task.Delay(end > DateTime.UtcNow ? end - DateTime.UtcNow : TimeSpan.Zero);
    await loop.InvokeAsync(() => Do(attendee.Vanish));
    return joined;
}

async Task<string?> JoinAsync(Attendee attendee)
{
    if (!await attendee.ConnectAsync())
    {
        return "no connection";
    }

    if (attendee.Connections == 1 && await CallAsync(attendee, "user.update", """{"profile":{"display_name":"NBomber","greeted":true,"fields":{}}}""") is { } failure)
    {
        return failure;
    }

    var rooms = options.Scenario switch
    {
        "workshops" => RoomChoice.Many(crowd.Rooms, options),
        "qa-and-polls" => [RoomChoice.Questions(crowd.Rooms, options)],
        _ => [RoomChoice.Stage(crowd.Rooms, options)],
    };
    var room = rooms[attendee.Number % rooms.Count];
    attendee.Visit ??= new RoomVisit(attendee, room, System.Text.Encoding.UTF8.GetBytes(room.Channel ?? ""), attendee.Number < options.Chatters);
    return await attendee.Visit.EnterAsync();
}

Task<string?> WriteAsync(Attendee attendee)
{
    var room = attendee.Visit!.Room;
    return options.Scenario == "qa-and-polls"
        ? CallAsync(attendee, "question.ask", $$"""{"room":"{{room.Id}}","content":"Who asks?"}""")
        : CallAsync(attendee, "chat.send", $$$"""{"channel":"{{{room.Channel}}}","event_type":"channel.message","content":{"type":"text","body":"{{{new string('x', options.MessageBytes)}}}"}}""");
}

static async Task<string?> CallAsync(Attendee attendee, string name, string body)
{
    var reply = await attendee.CallAsync(name, body);
    return reply.IsSuccess ? null : $"{name}: {reply.Code}";
}

static Task Do(Action act)
{
    act();
    return Task.CompletedTask;
}

// An attendee lives on the loop's thread; NBomber's own threads only wait for it.
Task<Response<object>> StepAsync(IScenarioContext context, string name, Func<Task<string?>> act) => Step.Run(name, context, async () =>
{
    string? failure = null;
    await loop.InvokeAsync(async () => failure = await act());
    return failure is null ? Response.Ok() : Response.Fail(message: failure);
});
