using System.Net.Sockets;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Operators;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Operators;

/// <summary>An operator's command beside a node without Redis; a connection per request, which costs next to nothing.</summary>
/// <param name="path">See <see cref="Server.DataFolder.ControlSocket"/>.</param>
internal sealed class ControlSocketChannel(string path) : IOperatorChannel
{
    // Twice what the server takes for a request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly string _path = path;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LabelCount>> ListAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.List), cancellation);
        return answer is { Label: { } label, Count: > 0 } ? [new LabelCount(label, answer.Count)] : [];
    }

    /// <inheritdoc/>
    public async Task<FoundConnections> FindConnectionsAsync(string label, CancellationToken cancellation) =>
        new((await AskAsync(new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.Names, Label: label), cancellation)).Names, Silent: [], Refused: []);

    /// <inheritdoc/>
    public Task<OrderOutcome> OrderAsync(OperatorAction action, string label, CancellationToken cancellation) =>
        OrderAsync(OperatorRequest.ForLabel(action, label), cancellation);

    /// <inheritdoc/>
    public Task<OrderOutcome> OrderOneAsync(OperatorAction action, string connection, CancellationToken cancellation) =>
        OrderAsync(OperatorRequest.ForConnection(action, connection), cancellation);

    /// <inheritdoc/>
    public async Task<FoundStatistics> ReadStatisticsAsync(CancellationToken cancellation)
    {
        var answer = await AskAsync(new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.Statistics), cancellation);
        return new FoundStatistics(answer.Statistics is { } statistics ? [statistics] : [], Silent: [], Refused: []);
    }

    /// <summary>See <see cref="IWorldNotices.ReloadAsync"/>.</summary>
    public Task ReloadAsync(WorldId world, UserId? user, CancellationToken cancellation) => AskAsync(
        new OperatorRequest(OperatorRequest.NewId(), OperatorQuestion.ReloadWorld, World: world.Value, User: user?.Value), cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<byte[]> ReceiveLineAsync(NetworkStream stream, CancellationToken limit)
    {
        using var line = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await stream.ReadAsync(buffer, limit);
            var end = buffer.AsSpan(0, received).IndexOf((byte)'\n');
            await line.WriteAsync(buffer.AsMemory(0, end < 0 ? received : end), limit);
            if (end >= 0 || received == 0)
            {
                return line.ToArray();
            }
        }
    }

    private async Task<OrderOutcome> OrderAsync(OperatorRequest request, CancellationToken cancellation) =>
        new((await AskAsync(request, cancellation)).Count, Nodes: 1, Silent: [], Refused: []);

    private async Task<OperatorAnswer> AskAsync(OperatorRequest request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            using (var address = ControlSocketAddress.Of(_path))
            {
                await socket.ConnectAsync(address.EndPoint, limit.Token);
            }

            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.WriteAsync((byte[])[.. request.ToUtf8(), (byte)'\n'], limit.Token);
            var answer = OperatorAnswer.TryParse(await ReceiveLineAsync(stream, limit.Token));
            return answer is { Error: null }
                ? answer
                : throw new StoreUnavailableException(answer is null ? $"The server at {_path} has not answered as expected." : $"The server refuses: {answer.Error}");
        }
        catch (Exception exception) when (exception is SocketException or IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"No running server was found at {_path}: {exception.Message}", exception);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The server at {_path} does not answer.");
        }
    }
}
