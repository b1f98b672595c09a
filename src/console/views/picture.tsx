/** The main view: the air picture with the queue beside it. */
import { AirPicture } from './map';
import { Queue } from './queue';
import { TrackDetail } from './trackDetail';

export function PictureView() {
  return (
    <div class="picture">
      <div class="air">
        <AirPicture />
        <TrackDetail />
      </div>
      <Queue />
    </div>
  );
}
