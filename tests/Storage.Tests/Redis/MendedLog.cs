using Microsoft.Extensions.Logging;
using Venueless.Fast.Storage.Redis;

namespace Venueless.Fast.Storage.Tests.Redis;

/// <summary>Tells when a node is in touch with the others again.</summary>
internal sealed class MendedLog : ILogger<RedisStorage>
{
    private readonly TaskCompletionSource _mended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Mended => _mended.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == nameof(StorageLog.BrokerMended))
        {
            _mended.TrySetResult();
        }
    }
}
