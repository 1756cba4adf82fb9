namespace Venueless.Fast.Core.Ports;

/// <summary>A store or broker cannot be reached or does not answer in time; the command gets <c>server.unavailable</c> and may be repeated.</summary>
/// <remarks>Thrown by every port instead of the driver's own exception, so that a failing dependency is never taken for a defect.</remarks>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
