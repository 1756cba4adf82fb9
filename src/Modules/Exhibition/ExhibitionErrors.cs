using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Refusals of the <c>exhibition</c> namespace (exhibition.md section 2).</summary>
internal static class ExhibitionErrors
{
    public static readonly ErrorCode UnknownExhibitor = new("exhibition.unknown_exhibitor");

    public static readonly ErrorCode NotStaffMember = new("exhibition.not_staff_member");

    /// <summary>Also for a request that is answered already.</summary>
    public static readonly ErrorCode UnknownContactRequest = new("exhibition.unknown_contact_request");
}
