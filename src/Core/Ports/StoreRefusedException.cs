namespace Venueless.Fast.Core.Ports;

/// <summary>
/// The store is well but cannot hold what it was given: a text longer than its column, a reference to a row that is gone, a number beyond its range. The command
/// gets <c>protocol.invalid_body</c>; nothing of it has been stored.
/// </summary>
public sealed class StoreRefusedException : Exception
{
    public StoreRefusedException()
    {
    }

    public StoreRefusedException(string message)
        : base(message)
    {
    }

    public StoreRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
