using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Bench.Core;

/// <summary>Parsing one inbound array, against what the framework's document model costs for the same three values.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmarks
{
    private byte[] _message = [];

    [Params("ping", "chat.send", "chat.send 4 KB")]
    public string Message { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _message = Encoding.UTF8.GetBytes(Message switch
        {
            "ping" => """["ping",1763824000000]""",
            "chat.send" => Send("hello everybody"),
            _ => Send(new string('x', 4000)),
        });

        if (Parse() != ParseDocument())
        {
            throw new InvalidOperationException("The two ways disagree.");
        }
    }

    [Benchmark(Baseline = true)]
    public int ParseDocument()
    {
        using var document = JsonDocument.Parse(_message);
        return document.RootElement.GetArrayLength() + document.RootElement[0].GetString()!.Length;
    }

    [Benchmark]
    public int Parse()
    {
        EnvelopeParser.Parse(_message, out var envelope);
        return envelope.Count + envelope.Name.Length;
    }

    private static string Send(string text) =>
        $$$"""["chat.send",17,{"channel":"6f1d2c3b-9f40-4a0e-8c55-0f2f7f0f9a01","event_type":"channel.message","content":{"type":"text","body":"{{{text}}}"}}]""";
}
