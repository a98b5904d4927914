/** A program that Windows starts by itself, or that people start on it every day: where it is, its name, who starts it, how often. */
export interface BackgroundProcess {
  readonly folder: string
  readonly name: string
  readonly parent: string
  readonly weight: number
}

/** How often, beside the others: on most hosts all day · now and then · on some hosts. */
const often = 8
const sometimes = 3
const seldom = 1

type Row = readonly [weight: number, parents: string, names: string]

/**
 * What is usual on Windows before any log has been read, by folder as `normalFolder` writes it. A log of an hour holds most of these once,
 * and knows no better than that they are rare. General knowledge of the system: a program stands here for what it is, not for any log.
 * Shells, scripting hosts and tools for administration are left out on purpose: how often they run is the log's to say.
 */
const byFolder: Readonly<Record<string, readonly Row[]>> = {
  'c:\\windows\\system32': [
    [often, 'services.exe', 'svchost.exe'],
    [often, 'svchost.exe', 'dllhost.exe taskhostw.exe backgroundtaskhost.exe runtimebroker.exe smartscreen.exe'],
    [often, '*', 'conhost.exe'],
    [sometimes, '*', 'werfault.exe'],
    [often, 'searchindexer.exe', 'searchprotocolhost.exe searchfilterhost.exe'],
    [sometimes, 'svchost.exe', 'taskhost.exe taskhostex.exe wermgr.exe sihost.exe ctfmon.exe audiodg.exe consent.exe'],
    [sometimes, 'svchost.exe', 'comppkgsrv.exe applicationframehost.exe wuauclt.exe usoclient.exe mousocoreworker.exe'],
    [sometimes, 'svchost.exe', 'rundll32.exe defrag.exe devicecensus.exe wsqmcons.exe upfc.exe sdiagnhost.exe'],
    [sometimes, 'svchost.exe', 'compattelrunner.exe appidpolicyconverter.exe appidcertstorecheck.exe srtasks.exe'],
    [sometimes, 'compattelrunner.exe', 'compattelrunner.exe'],
    [sometimes, 'services.exe', 'searchindexer.exe spoolsv.exe sppsvc.exe msiexec.exe vssvc.exe vds.exe alg.exe'],
    [sometimes, 'services.exe', 'securityhealthservice.exe sgrmbroker.exe snmp.exe ui0detect.exe wlms.exe'],
    [seldom, 'services.exe', 'trustedinstaller.exe msdtc.exe locator.exe fxssvc.exe dfsrs.exe dns.exe ismserv.exe'],
    [
      seldom,
      'services.exe',
      'dfssvc.exe ntfrs.exe certsrv.exe tcpsvcs.exe lsass.exe vmms.exe perceptionsimulation.exe',
    ],
    [seldom, 'svchost.exe', 'dsregcmd.exe wsmprovhost.exe mobsync.exe gpupdate.exe mrt.exe cleanmgr.exe sc.exe'],
    [
      seldom,
      'svchost.exe',
      'rdpclip.exe tabtip.exe winsat.exe musnotification.exe musnotifyicon.exe usocoreworker.exe',
    ],
    [
      seldom,
      'svchost.exe',
      'dstokenclean.exe deviceenroller.exe omadmclient.exe provtool.exe lpremove.exe sihclient.exe tzsync.exe',
    ],
    [
      seldom,
      'svchost.exe',
      'useroobebroker.exe openwith.exe lockapphost.exe settingsynchost.exe dmclient.exe dxgiadaptercache.exe',
    ],
    [seldom, 'svchost.exe', 'wudfhost.exe dashost.exe werfault.exe bdeuisrv.exe filehistory.exe'],
    [seldom, 'svchost.exe', 'disksnapshot.exe sdbinst.exe pcalua.exe tstheme.exe rdpinit.exe rdpsauachelper.exe'],
    [
      seldom,
      'svchost.exe',
      'apphostregistrationverifier.exe backgroundtransferhost.exe browser_broker.exe credentialuibroker.exe',
    ],
    [seldom, 'system', 'smss.exe'],
    [seldom, 'smss.exe', 'smss.exe csrss.exe wininit.exe winlogon.exe autochk.exe'],
    [seldom, 'wininit.exe', 'services.exe lsass.exe lsm.exe fontdrvhost.exe lsaiso.exe'],
    [seldom, 'winlogon.exe', 'logonui.exe userinit.exe dwm.exe fontdrvhost.exe mpnotify.exe atbroker.exe'],
    [
      seldom,
      'explorer.exe',
      'notepad.exe mmc.exe mspaint.exe calc.exe taskmgr.exe snippingtool.exe mstsc.exe control.exe',
    ],
    [seldom, 'explorer.exe', 'write.exe displayswitch.exe osk.exe magnify.exe narrator.exe securityhealthsystray.exe'],
    [seldom, 'servermanagerlauncher.exe', 'servermanager.exe'],
    [seldom, 'svchost.exe', 'servermanagerlauncher.exe'],
    [seldom, 'services.exe svchost.exe', 'lpkinstall.exe wbengine.exe tieringengineservice.exe'],
  ],
  'c:\\windows\\system32\\wbem': [
    [often, 'svchost.exe', 'wmiprvse.exe'],
    [sometimes, 'svchost.exe', 'wmiadap.exe unsecapp.exe'],
    [sometimes, 'services.exe', 'wmiapsrv.exe'],
  ],
  'c:\\windows\\syswow64': [
    [sometimes, '*', 'werfault.exe'],
    [sometimes, 'svchost.exe', 'dllhost.exe rundll32.exe'],
    [sometimes, 'services.exe', 'svchost.exe msiexec.exe'],
    [seldom, 'svchost.exe', 'prevhost.exe'],
  ],
  'c:\\windows\\syswow64\\wbem': [[sometimes, 'svchost.exe', 'wmiprvse.exe']],
  'c:\\windows': [
    [seldom, 'userinit.exe', 'explorer.exe'],
    [seldom, 'explorer.exe', 'notepad.exe regedit.exe'],
    [seldom, 'svchost.exe', 'splwow64.exe'],
  ],
  'c:\\windows\\servicing': [[sometimes, 'services.exe', 'trustedinstaller.exe']],
  'c:\\windows\\winsxs\\*': [[sometimes, 'svchost.exe', 'tiworker.exe']],
  'c:\\windows\\systemapps\\*': [
    [
      sometimes,
      'svchost.exe',
      'searchapp.exe searchui.exe startmenuexperiencehost.exe shellexperiencehost.exe textinputhost.exe',
    ],
    [seldom, 'svchost.exe', 'lockapp.exe microsoftedge.exe'],
  ],
  'c:\\windows\\immersivecontrolpanel': [[seldom, 'svchost.exe', 'systemsettings.exe']],
  'c:\\windows\\microsoft.net\\framework64\\v#': [
    [sometimes, 'svchost.exe taskhostw.exe', 'ngentask.exe'],
    [sometimes, 'ngentask.exe tiworker.exe', 'ngen.exe'],
    [sometimes, 'ngen.exe', 'mscorsvw.exe'],
    [seldom, 'services.exe', 'mscorsvw.exe smsvchost.exe'],
    [seldom, 'csc.exe', 'cvtres.exe'],
  ],
  'c:\\windows\\microsoft.net\\framework\\v#': [
    [sometimes, 'svchost.exe taskhostw.exe', 'ngentask.exe'],
    [sometimes, 'ngentask.exe tiworker.exe', 'ngen.exe'],
    [sometimes, 'ngen.exe', 'mscorsvw.exe'],
    [seldom, 'services.exe', 'mscorsvw.exe smsvchost.exe'],
    [seldom, 'csc.exe', 'cvtres.exe'],
  ],
  'c:\\programdata\\microsoft\\windows defender\\platform\\#': [
    [sometimes, 'services.exe', 'msmpeng.exe nissrv.exe'],
    [sometimes, 'msmpeng.exe svchost.exe', 'mpcmdrun.exe'],
  ],
  'c:\\program files\\windows defender': [
    [sometimes, 'services.exe', 'msmpeng.exe nissrv.exe'],
    [sometimes, 'msmpeng.exe svchost.exe', 'mpcmdrun.exe'],
  ],
  'c:\\program files\\windows defender advanced threat protection': [
    [sometimes, 'services.exe', 'mssense.exe'],
    [sometimes, 'mssense.exe', 'sensecncproxy.exe senseir.exe sensendr.exe'],
  ],
  'c:\\program files (x86)\\microsoft\\edge\\application': [
    [often, 'msedge.exe', 'msedge.exe'],
    [sometimes, 'explorer.exe', 'msedge.exe'],
  ],
  'c:\\program files (x86)\\microsoft\\edge\\application\\#': [[sometimes, 'msedge.exe', 'identity_helper.exe']],
  'c:\\program files (x86)\\microsoft\\edgeupdate': [
    [sometimes, 'svchost.exe services.exe', 'microsoftedgeupdate.exe'],
  ],
  'c:\\program files\\google\\chrome\\application': [
    [often, 'chrome.exe', 'chrome.exe'],
    [sometimes, 'explorer.exe', 'chrome.exe'],
  ],
  'c:\\program files (x86)\\google\\chrome\\application': [
    [often, 'chrome.exe', 'chrome.exe'],
    [sometimes, 'explorer.exe', 'chrome.exe'],
  ],
  'c:\\program files (x86)\\google\\update': [
    [sometimes, 'svchost.exe services.exe googleupdate.exe', 'googleupdate.exe'],
  ],
  'c:\\program files\\mozilla firefox': [
    [often, 'firefox.exe', 'firefox.exe'],
    [sometimes, 'explorer.exe', 'firefox.exe'],
  ],
  'c:\\program files\\internet explorer': [[sometimes, 'explorer.exe svchost.exe', 'iexplore.exe']],
  'c:\\program files (x86)\\internet explorer': [[sometimes, 'iexplore.exe', 'iexplore.exe']],
  'c:\\program files\\microsoft office\\root\\office#': [
    [sometimes, 'explorer.exe', 'winword.exe excel.exe outlook.exe powerpnt.exe'],
    [seldom, 'explorer.exe', 'onenote.exe msaccess.exe visio.exe winproj.exe mspub.exe'],
    [sometimes, 'svchost.exe', 'sdxhelper.exe'],
  ],
  'c:\\program files (x86)\\microsoft office\\root\\office#': [
    [sometimes, 'explorer.exe', 'winword.exe excel.exe outlook.exe powerpnt.exe'],
    [seldom, 'explorer.exe', 'onenote.exe msaccess.exe visio.exe winproj.exe mspub.exe'],
  ],
  'c:\\program files\\common files\\microsoft shared\\clicktorun': [
    [sometimes, 'services.exe svchost.exe', 'officeclicktorun.exe officec2rclient.exe'],
  ],
  'c:\\users\\*\\appdata\\local\\microsoft\\onedrive': [
    [sometimes, 'explorer.exe', 'onedrive.exe'],
    [seldom, 'svchost.exe', 'onedrivestandaloneupdater.exe'],
  ],
  'c:\\users\\*\\appdata\\local\\microsoft\\teams\\current': [[sometimes, 'explorer.exe teams.exe', 'teams.exe']],
  'c:\\program files\\windowsapps\\*': [
    [seldom, 'svchost.exe', 'yourphone.exe microsoft.photos.exe calculator.exe hxtsr.exe hxoutlook.exe widgets.exe'],
    [seldom, 'explorer.exe', 'windowsterminal.exe ms-teams.exe notepad.exe'],
    [seldom, 'svchost.exe', 'video.ui.exe winstore.app.exe gamebar.exe gamebarftserver.exe phoneexperiencehost.exe'],
  ],
  'c:\\program files\\microsoft monitoring agent\\agent': [
    [sometimes, 'services.exe', 'healthservice.exe'],
    [sometimes, 'healthservice.exe', 'monitoringhost.exe'],
  ],
  'c:\\windowsazure\\guestagent_#': [[sometimes, 'services.exe', 'waappagent.exe windowsazureguestagent.exe']],
  'c:\\windowsazure\\packages': [[sometimes, 'services.exe', 'waappagent.exe windowsazureguestagent.exe']],
  'c:\\windows\\ccm': [[sometimes, 'services.exe ccmexec.exe', 'ccmexec.exe scnotification.exe']],
  'c:\\program files\\vmware\\vmware tools': [[sometimes, 'services.exe explorer.exe vmtoolsd.exe', 'vmtoolsd.exe']],
  'c:\\windows\\uus\\amd64': [[seldom, 'svchost.exe', 'mousocoreworker.exe']],
}

export const windowsBackground: readonly BackgroundProcess[] = Object.entries(byFolder).flatMap(([folder, rows]) =>
  rows.flatMap(([weight, parents, names]) => {
    const from = parents.split(' ')
    return names
      .split(' ')
      .flatMap((name) => from.map((parent) => ({ folder, name, parent, weight: weight / from.length })))
  }),
)
