using System.Net;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Modules.Calls.BigBlueButton;

namespace Venueless.Fast.Host.Background.Outside;

/// <summary>Asks every active BigBlueButton server for its meetings and notes down what they cost it (operations.md section 3.10). Thread-safe.</summary>
internal sealed class BigBlueButtonCosts(IBigBlueButtonStore store, ILogger<BigBlueButtonCosts> logger) : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    // A meeting takes some kilobytes.
    private const int MaxBytes = 16 * 1024 * 1024;

    // They wait, they do not compute: a few dead servers must not hold up the others.
    private const int MaxParallel = 16;

    private readonly IBigBlueButtonStore _store = store;
    private readonly ILogger _logger = logger;
    private readonly HttpClient _http = new() { Timeout = TimeLimit, MaxResponseContentBufferSize = MaxBytes };

    /// <summary>A server that fails keeps its cost and is logged. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task UpdateAsync(CancellationToken cancellation)
    {
        var servers = await _store.ListActiveServersAsync(cancellation);
        await Parallel.ForEachAsync(
            servers,
            new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellation },
            async (server, token) =>
            {
                if (await TryReadAsync(server, token) is { } cost)
                {
                    await _store.SetCostAsync(server.Id, cost, token);
                }
            });
    }

    public void Dispose() => _http.Dispose();

    private async Task<int?> TryReadAsync(BigBlueButtonServer server, CancellationToken cancellation)
    {
        try
        {
            var address = new Uri(new Uri(server.Url), SignedRequest.Create("getMeetings", [], server.Secret));
            using var reply = await _http.GetAsync(address, cancellation);
            if (reply.StatusCode != HttpStatusCode.OK)
            {
                throw new FormatException($"status {(int)reply.StatusCode}");
            }

            return MeetingsCost.Read(await reply.Content.ReadAsStreamAsync(cancellation));
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it is: the address is free text, the reply a stranger's. Neither message names the signed address.
            BackgroundLog.CostNotRead(_logger, server.Url, exception.Message);
            return null;
        }
    }
}
