using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Cli;

/// <summary>The options of a scenario's command, with the scenario's defaults.</summary>
internal sealed class ScenarioOptions
{
    private const string DefaultServer = "ws://127.0.0.1:8375";
    private const string DefaultWorld = "lighthouse";

    private readonly LoadOptions _defaults;
    private readonly Argument<string?> _address = new("url") { Description = "Address of the world's websocket.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _url = new("--url") { Description = "The same; an address without path means --world.", DefaultValueFactory = static _ => DefaultServer };
    private readonly Option<string> _world = new("--world") { Description = "World, when the address names none.", DefaultValueFactory = static _ => DefaultWorld };
    private readonly Option<int> _clients;
    private readonly Option<double> _rampup;
    private readonly Option<double> _rate;
    private readonly Option<double> _duration;
    private readonly Option<int> _chatters;
    private readonly Option<int> _size;
    private readonly Option<string> _chat;
    private readonly Option<string?> _room = new("--room") { Description = "Id, import id or name of the room; default: the first that fits." };
    private readonly Option<int> _rooms = new("--rooms") { Description = "Rooms used by workshops; 0: all that fit." };
    private readonly Option<bool> _members = new("--members") { Description = "Everybody becomes a member of a persistent chat; everybody is told of each." };
    private readonly Option<double> _share;
    private readonly Option<double> _every;
    private readonly Option<double> _ping = new("--ping") { Description = "Seconds between two pings of an attendee, as the web client by default.", DefaultValueFactory = static _ => 10 };
    private readonly Option<string[]> _tokens = new("--token") { Description = "Token of an attendee, or a file with one per line; default: guests.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _moderator = new("--moderator-token") { Description = "Token of somebody who may manage polls." };
    private readonly Option<int> _processes = new("--processes") { Description = "Worker processes; one holds about 15,000 attendees.", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> _loops = new("--loops") { Description = "Event loops of a single process.", DefaultValueFactory = static _ => 1 };
    private readonly Option<bool> _portable = new("--portable") { Description = "The portable event loop instead of epoll." };
    private readonly Option<bool> _compression = new("--compression") { Description = "Offer permessage-deflate." };
    private readonly Option<int> _server = new("--server-pid") { Description = "Process to watch; default: who listens on the port, on this machine." };
    private readonly Option<string?> _output = new("--output") { Description = "Results as <output>.json and <output>.html; default: loadtest-results/<scenario>-<time>. \"-\": no files." };
    private readonly Option<double> _patience;

    public ScenarioOptions(LoadOptions defaults)
    {
        _defaults = defaults;
        _clients = new("--clients") { Description = "Attendees.", DefaultValueFactory = _ => defaults.Clients };
        _rampup = new("--rampup") { Description = "Milliseconds between the creation of two attendees; 0: all at once.", DefaultValueFactory = _ => defaults.Rampup };
        _rate = new("--rate", "--msgs") { Description = "Messages (questions) per second, all together.", DefaultValueFactory = _ => defaults.Rate };
        _duration = new("--duration") { Description = "Seconds of the measured phase, after everybody has joined.", DefaultValueFactory = _ => defaults.Duration };
        _chatters = new("--chatters") { Description = "Attendees who write.", DefaultValueFactory = _ => defaults.Chatters };
        _size = new("--size") { Description = "Characters of a message.", DefaultValueFactory = _ => defaults.MessageBytes };
        _chat = new("--chat") { Description = "Kind of the room's chat: volatile, persistent or any.", DefaultValueFactory = _ => defaults.Chat };
        _chat.AcceptOnlyFromAmong("volatile", "persistent", "any");
        _share = new("--share") { Description = "Share of the audience that reacts, votes or stops reading.", DefaultValueFactory = _ => defaults.Share };
        _every = new("--every") { Description = "Seconds between two bursts of reactions, or two polls; 0: none.", DefaultValueFactory = _ => defaults.BurstEvery };
        _patience = new("--patience") { Description = "Seconds that joins, and what is on its way at the end, are waited for.", DefaultValueFactory = _ => defaults.Patience };
        foreach (var option in new Option<double>[] { _rampup, _rate, _duration, _share, _every, _patience })
        {
            option.Validators.Add(static result => RequireAtLeast(result, 0));
        }

        _ping.Validators.Add(static result => RequireAtLeast(result, 0.01));
        foreach (var option in new Option<int>[] { _clients, _processes, _loops })
        {
            option.Validators.Add(static result => RequireAtLeast(result, 1));
        }
    }

    public void AddTo(Command command)
    {
        command.Add(_address);
        foreach (var option in new Option[]
        {
            _url, _world, _clients, _rampup, _rate, _duration, _chatters, _size, _chat, _room, _rooms, _members, _share, _every, _ping, _tokens, _moderator, _processes, _loops, _portable,
            _compression, _server, _output, _patience,
        })
        {
            command.Add(option);
        }
    }

    public LoadOptions Read(ParseResult parsed)
    {
        var clients = parsed.GetValue(_clients);
        var chatters = Math.Clamp(parsed.GetValue(_chatters), 0, clients);
        return _defaults with
        {
            Url = WithWorld(parsed.GetValue(_address) ?? parsed.GetValue(_url)!, parsed.GetValue(_world)!),
            Clients = clients,
            Rampup = parsed.GetValue(_rampup),
            Rate = chatters == 0 ? 0 : parsed.GetValue(_rate),
            Duration = parsed.GetValue(_duration),
            Chatters = chatters,
            MessageBytes = parsed.GetValue(_size),
            Chat = parsed.GetValue(_chat)!,
            Room = parsed.GetValue(_room),
            Rooms = parsed.GetValue(_rooms),
            JoinsPersistent = parsed.GetValue(_members),
            Share = Math.Min(1, parsed.GetValue(_share)),
            BurstEvery = parsed.GetValue(_every),
            PingEvery = parsed.GetValue(_ping),
            Tokens = [.. (parsed.GetValue(_tokens) ?? []).SelectMany(ReadTokens)],
            ModeratorToken = parsed.GetValue(_moderator) is { } token ? WithoutAddress(token) : null,
            Processes = parsed.GetValue(_processes),
            Loops = parsed.GetValue(_loops),
            LoopKind = parsed.GetValue(_portable) ? EventLoopKind.Portable : EventLoopKind.Automatic,
            OffersCompression = parsed.GetValue(_compression),
            ServerProcess = parsed.GetValue(_server),
            Output = parsed.GetValue(_output) switch
            {
                "-" => null,
                null => string.Create(CultureInfo.InvariantCulture, $"loadtest-results/{_defaults.Scenario}-{DateTime.Now:yyyyMMdd-HHmmss}"),
                var path => path,
            },
            Run = Random.Shared.Next(),
            Patience = parsed.GetValue(_patience),
        };
    }

    private static string WithWorld(string url, string world) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath == "/" ? $"{url.TrimEnd('/')}/ws/world/{Uri.EscapeDataString(world)}/" : url;

    private static IEnumerable<string> ReadTokens(string tokenOrFile) =>
        File.Exists(tokenOrFile) ? File.ReadAllLines(tokenOrFile).Select(static line => line.Trim()).Where(static line => line.Length > 0).Select(WithoutAddress) : [WithoutAddress(tokenOrFile)];

    /// <summary>Servers print tokens as addresses that log in.</summary>
    private static string WithoutAddress(string token) => token[(token.IndexOf("#token=", StringComparison.Ordinal) is >= 0 and var start ? start + "#token=".Length : 0)..].Trim();

    private static void RequireAtLeast(OptionResult result, double minimum)
    {
        if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && !(value >= minimum))
        {
            result.AddError($"{result.Option.Name} must be at least {minimum}.");
        }
    }
}
