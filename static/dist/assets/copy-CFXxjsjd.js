<<<<<<<< HEAD:static/dist/assets/copy-CFXxjsjd.js
import{d as e,nt as t,tt as n}from"./first-SgVcleRO.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`copy`,size:24,node:[[`rect`,{width:`14`,height:`14`,x:`8`,y:`8`,rx:`2`,ry:`2`}],[`path`,{d:`M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
========
import{d as e,nt as t,tt as n}from"./first-Ben9DeAe.js";var r=new Set([`$$slots`,`$$events`,`$$legacy`]);function i(i,a){let o=n(a,r),s={name:`copy`,size:24,node:[[`rect`,{width:`14`,height:`14`,x:`8`,y:`8`,rx:`2`,ry:`2`}],[`path`,{d:`M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2`}]]};e(i,t(()=>o,{get icon(){return s}}))}export{i as t};
>>>>>>>> 43ccf21 (web: ask who a friend is when the friendship ends):static/dist/assets/copy-B1tFavJG.js
